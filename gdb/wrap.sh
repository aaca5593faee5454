#!/bin/sh
# Prints the lines that it reads, but for empty ones. On a terminal they break between words, at its width, and at 80
# columns at most.
#
#   wrap.sh [STREAM [END]]   STREAM is 1, or 2 where somebody else prints the lines on the standard error;
#                            END is put behind each line that was broken
#
# A line goes on below its second column: what stands behind the first gap of two spaces, or else indented by two.
stream=${1:-1} columns=0
if [ -t "$stream" ]; then
    exec 3<&"$stream"
    columns=$(stty size <&3 2>/dev/null | cut -d ' ' -f 2)
    [ "${columns:-0}" -gt 0 ] && [ "$columns" -lt 80 ] || columns=80
fi
exec awk -v width="$columns" -v end="${2-}" '
NF {
    hang = match($0, /[^ ]  +/) ? RSTART + RLENGTH - 1 : 2
    line = substr($0, 1, hang)
    count = split(substr($0, hang + 1), words, " ")
    for (at = 1; at <= count; at++) {
        gap = at == 1 ? "" : " "
        if (at > 1 && width && length(line gap words[at]) + (at < count ? length(end) : 0) > width) {
            print line end
            line = sprintf("%" hang "s", "")
            gap = ""
        }
        line = line gap words[at]
    }
    print line
}'

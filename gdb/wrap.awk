# Breaks lines between words at `width` columns, for `make help`; a task's words go on below the first of them.
{
	hang = /^make / ? 18 : 2
	line = substr($0, 1, hang)
	count = split(substr($0, hang + 1), words, " ")
	for (at = 1; at <= count; at++) {
		gap = at == 1 ? "" : " "
		if (at > 1 && length(line gap words[at]) > width) {
			print line
			line = sprintf("%" hang "s", "")
			gap = ""
		}
		line = line gap words[at]
	}
	print line
}

# sh nearly.sh 'NAMES' GIVEN...: prints the first of GIVEN that is a misspelt one of NAMES, and that name; or nothing.
# Misspelt is: another case, a beginning of three letters or more, or one letter in three wrong, but not the first.
exec awk '
function least(a, b) { return a < b ? a : b }

# How many letters one must change, leave out or put in to make one word of the other.
function distance(one, other,   i, j, row, above, left) {
    for (j = 0; j <= length(other); j++)
        row[j] = j
    for (i = 1; i <= length(one); i++) {
        above = row[0]
        row[0] = i
        for (j = 1; j <= length(other); j++) {
            left = above + (substr(one, i, 1) != substr(other, j, 1))
            above = row[j]
            row[j] = least(left, least(row[j], row[j - 1]) + 1)
        }
    }
    return row[length(other)]
}

BEGIN {
    count = split(ARGV[1], names, " ")
    for (at = 2; at < ARGC; at++)
        for (each = 1; each <= count; each++) {
            name = names[each]
            given = toupper(ARGV[at])
            begins = length(given) >= 3 && index(name, given) == 1
            if (begins || substr(given, 1, 1) == substr(name, 1, 1) && distance(given, name) <= int(length(name) / 3)) {
                print ARGV[at], name
                exit
            }
        }
}' "$@"

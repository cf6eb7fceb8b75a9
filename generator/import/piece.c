/*
 * piece.c -- what stands at a place of a piece.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "piece.h"

#include "base/utf8.h"

size_t piece_digits(struct str piece, size_t at, size_t most, int *out)
{
	size_t length = 0;

	*out = 0;
	while (at + length < piece.len && length < most && char_is_digit(piece.ptr[at + length]))
		*out = *out * 10 + (piece.ptr[at + length++] - '0');
	return length;
}

size_t piece_word_start(struct str piece, size_t at)
{
	while (at && piece.ptr[at - 1] != ' ' && piece.ptr[at - 1] != '\n' && !piece_is_mark(piece.ptr[at - 1]))
		at--;
	return at;
}

bool piece_is_upper(struct str piece, size_t at)
{
	return at < piece.len && utf8_is_upper(utf8_next(piece, &at));
}

char piece_letter(struct str piece, size_t at, size_t *behind)
{
	size_t from = at;
	char c;

	while (from < piece.len && (strchr("- (\t", piece.ptr[from]) || piece_is_mark(piece.ptr[from])))
		from++;
	if (from + 1 >= piece.len)
		return 0;
	if (piece.ptr[from] >= '1' && piece.ptr[from] <= '9' && strchr(".)", piece.ptr[from + 1]) &&
	    from + 2 < piece.len && piece.ptr[from + 2] == ' ' && piece_is_upper(piece, from + 3) &&
	    (from == 0 || !piece_is_word_byte((char)(piece.ptr[from - 1] | 0x20)))) {
		*behind = from + 3;
		return piece.ptr[from];
	}
	c = (char)(piece.ptr[from] | 0x20);
	if (c < 'a' || c > 'z' || (from && piece_is_word_byte((char)(piece.ptr[from - 1] | 0x20)) && piece.ptr[from - 1] != ' '))
		return 0;
	if (piece.ptr[from + 1] != ')' && !(piece.ptr[from + 1] == '.' && from + 2 < piece.len && piece.ptr[from + 2] == '-'))
		return 0;
	*behind = from + (piece.ptr[from + 1] == ')' ? 2 : 3);
	while (*behind < piece.len && piece.ptr[*behind] == ' ')
		(*behind)++;
	return c;
}

struct str piece_trim(struct str piece)
{
	while (piece.len && (strchr(" \n\t", piece.ptr[0]) || piece.ptr[0] == STRONG_OFF || piece.ptr[0] == EMPHASIS_OFF))
		piece = str_slice(piece, 1, (size_t)-1);
	while (piece.len && (strchr(" \n\t", piece.ptr[piece.len - 1]) || piece.ptr[piece.len - 1] == STRONG_ON ||
			     piece.ptr[piece.len - 1] == EMPHASIS_ON))
		piece.len--;
	return piece;
}

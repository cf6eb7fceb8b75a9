/*
 * utf8.h -- characters: what is valid, how wide, and which are alike.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is published in the form it was written and compared in NFC. The
 * Unicode tables are libutf8proc's, whose header is included by utf8.c alone.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * Where S stops being valid UTF-8 without NUL: its length when all is well,
 * else the offset of the first bad byte. Overlong forms, surrogates and code
 * points above 10FFFF are bad.
 */
size_t utf8_valid_length(struct str s);

/* Whether BYTE goes on with a character that began before it. */
static inline bool utf8_continues(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/*
 * The code point at *OFFSET of valid text S; *OFFSET moves behind it.
 * Bytes that are not valid give U+FFFD and move by one.
 */
uint32_t utf8_next(struct str s, size_t *offset);

void utf8_put(struct buf *out, uint32_t code);

/* Columns S takes in a terminal: 0 for combining marks, 2 for wide letters. */
size_t utf8_width(struct str s);

/* A letter or a digit of any script, or a combining mark: a part of a word. */
bool utf8_is_word(uint32_t code);
bool utf8_is_upper(uint32_t code);

/* White space of any script, line and paragraph separators included. */
bool utf8_is_space(uint32_t code);

/* What acts instead of being seen: C0, C1, DEL, zero-width and bidirectional
   format characters, line separators, noncharacters. Tab and newline too. */
bool utf8_is_control(uint32_t code);

/* S with such characters, and bytes that are not UTF-8, made visible as
   "<1B>", "<U+202E>": for terminals. */
void utf8_put_visible(struct buf *out, struct str s);

/* S in NFC, appended to OUT. All-ASCII text is copied as it is. */
void utf8_put_nfc(struct buf *out, struct str s);

/* S for comparing: NFC, case folded, white space runs as one space, trimmed. */
void utf8_put_folded(struct buf *out, struct str s);

/* As above and without accents (n-tilde becomes n): the nearest-key hints,
   the A-Z index. */
void utf8_put_unaccented(struct buf *out, struct str s);

/* Order for readers: unaccented first, then by bytes. As strcmp. */
int utf8_collate(struct str a, struct str b);

/*
 * Edit distance in bytes between A and B (insert, delete, replace, swap of
 * neighbours), or LIMIT + 1 as soon as it is above LIMIT.
 */
unsigned text_distance(struct str a, struct str b, unsigned limit);

#endif

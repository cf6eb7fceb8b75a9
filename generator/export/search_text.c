/*
 * search_text.c -- writes texts in pieces of the phrases that evaluations repeat.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The longest piece that is found is taken, from the beginning of the line on.
 * Pieces begin and end between characters, so that what is left is UTF-8.
 */
#include "search_text.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"

#define BASE 92u
#define BANKS 2u
#define PHRASES_MAX (BANKS * BASE * BASE)
#define LENGTHS 12u
#define SHORTEST 4u
#define LONGEST 64u
#define SAMPLE 256u		/* bytes of one evaluation */
#define ONE_OF 4u		/* evaluations that give a sample, at most */
#define HASH_BITS 13
#define TRIES 24
#define LENGTH_STEP 16u

static const uint8_t lengths[LENGTHS] = { 4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 40, 64 };

void clean_put(struct buf *out, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		char instead = c < 0x20 ? ' ' : c == '`' ? 0x1d : c == '\\' ? 0x1e : c == '{' ? 0x1f : 0;

		if (!instead)
			continue;
		buf_put_str(out, str_slice(text, from, i - from));
		buf_put_char(out, instead);
		from = i + 1;
	}
	buf_put_str(out, str_slice(text, from, (size_t)-1));
}

/* ---- phrases ---- */

static uint32_t hash_four(const char *at)
{
	uint32_t four = (uint32_t)(unsigned char)at[0] | (uint32_t)(unsigned char)at[1] << 8 |
			(uint32_t)(unsigned char)at[2] << 16 | (uint32_t)(unsigned char)at[3] << 24;

	return four * 2654435761u >> (32 - HASH_BITS);
}

static void sample_begin(void *context, unsigned kind, uint32_t number)
{
	(void)kind;
	(void)number;
	buf_put_char(context, ' ');
}

static void sample_text(void *context, struct str text, unsigned weight, bool shown)
{
	(void)weight;
	if (shown)
		clean_put(context, text);
}

static void sample_end(void *context)
{
	(void)context;
}

/* SAMPLE bytes of TEXT, from another place in each: NUMBER's. */
static void put_sample(struct buf *out, struct str text, uint32_t number)
{
	size_t from = text.len > SAMPLE ? number * 1777u % (text.len - SAMPLE) : 0, len = SAMPLE;

	while (from < text.len && utf8_continues(text.ptr[from]))
		from++;
	if (len > text.len - from)
		len = text.len - from;
	while (len && from + len < text.len && utf8_continues(text.ptr[from + len]))
		len--;
	buf_put_str(out, str_slice(text, from, len));
}

static void take_samples(struct phrases *phrases, const struct documents *documents)
{
	uint32_t count = (documents->count - documents->entries) / ONE_OF;
	struct buf text;
	struct item_visitor visitor = {
		.context = &text, .begin = sample_begin, .text = sample_text, .end = sample_end,
	};

	buf_init(&text);
	buf_init(&visitor.scratch);
	for (uint32_t i = 0; i < count && phrases->bytes.len + SAMPLE <= PHRASES_MAX; i++) {
		buf_clear(&text);
		document_walk(documents->at[documents->entries + i], &visitor);
		put_sample(&phrases->bytes, buf_str(&text), i);
	}
	buf_dispose(&visitor.scratch);
	buf_dispose(&text);
}

static void find_places(struct phrases *phrases)
{
	size_t size = (size_t)sizeof(uint16_t) << HASH_BITS;

	phrases->first = memory_alloc(size);
	memset(phrases->first, 0, size);
	phrases->next = memory_alloc((phrases->bytes.len + 1) * sizeof(uint16_t));
	for (size_t i = 0; i + SHORTEST <= phrases->bytes.len; i++) {
		uint16_t *first = &phrases->first[hash_four(phrases->bytes.ptr + i)];

		phrases->next[i] = *first;
		*first = (uint16_t)(i + 1);
	}
}

void phrases_init(struct phrases *phrases, const struct documents *documents)
{
	buf_init(&phrases->bytes);
	take_samples(phrases, documents);
	find_places(phrases);
}

void phrases_of(struct phrases *phrases, struct str text)
{
	buf_init(&phrases->bytes);
	clean_put(&phrases->bytes, str_slice(text, 0, PHRASES_MAX));
	find_places(phrases);
}

void phrases_dispose(struct phrases *phrases)
{
	buf_dispose(&phrases->bytes);
	free(phrases->first);
	free(phrases->next);
}

/* How much of TEXT from AT on stands at PLACE. */
static uint32_t common_length(const struct phrases *phrases, uint32_t place, struct str text, size_t at)
{
	uint32_t count = 0;

	while (count < LONGEST && at + count < text.len && place + count < phrases->bytes.len &&
	       text.ptr[at + count] == phrases->bytes.ptr[place + count])
		count++;
	return count;
}

/* Which length to take of FOUND bytes, so that a character is not cut; LENGTHS: none. */
static unsigned length_of(struct str text, size_t at, uint32_t found)
{
	for (unsigned i = LENGTHS; i-- > 0;)
		if (lengths[i] <= found && (at + lengths[i] >= text.len || !utf8_continues(text.ptr[at + lengths[i]])))
			return i;
	return LENGTHS;
}

static unsigned find_piece(const struct phrases *phrases, struct str text, size_t at, uint32_t *place)
{
	unsigned best = LENGTHS, tries = TRIES;
	uint32_t next;

	if (at + SHORTEST > text.len || utf8_continues(text.ptr[at]))
		return LENGTHS;
	for (next = phrases->first[hash_four(text.ptr + at)]; next && tries; next = phrases->next[next - 1], tries--) {
		uint32_t found = common_length(phrases, next - 1, text, at);
		unsigned length = found < SHORTEST ? LENGTHS : length_of(text, at, found);

		if (length == LENGTHS || (best != LENGTHS && length <= best))
			continue;
		best = length;
		*place = next - 1;
	}
	return best;
}

static char digit(uint32_t value)
{
	value += 0x20;
	value += value >= '\\';
	value += value >= '`';
	value += value >= '{';
	return (char)value;
}

static void put_piece(struct buf *out, unsigned length, uint32_t place)
{
	unsigned code = place / (BASE * BASE) * LENGTHS + length + 1;

	code += code >= '\t' ? 2 : 0;
	code += code >= '\r';
	buf_put_char(out, (char)code);
	buf_put_char(out, digit(place / BASE % BASE));
	buf_put_char(out, digit(place % BASE));
}

void phrases_put(struct buf *out, const struct phrases *phrases, struct str text)
{
	size_t from = 0, at = 0;

	while (at < text.len) {
		uint32_t place = 0;
		unsigned length = find_piece(phrases, text, at, &place);

		if (length == LENGTHS) {
			at++;
			continue;
		}
		buf_put_str(out, str_slice(text, from, at - from));
		put_piece(out, length, place);
		at += lengths[length];
		from = at;
	}
	buf_put_str(out, str_slice(text, from, (size_t)-1));
}

/* ---- documents ---- */

void text_writer_init(struct text_writer *writer, const struct phrases *phrases)
{
	*writer = (struct text_writer){ .phrases = phrases };
	buf_init(&writer->out);
	buf_init(&writer->line);
}

void text_writer_dispose(struct text_writer *writer)
{
	buf_dispose(&writer->out);
	buf_dispose(&writer->line);
}

uint32_t line_length_of(const struct line_lengths *lines, unsigned percent)
{
	uint64_t total = 0, seen = 0;
	uint32_t i;

	for (i = 0; i <= LINE_LENGTHS; i++)
		total += lines->of[i];
	for (i = 0; i < LINE_LENGTHS - 1; i++) {
		seen += lines->of[i];
		if (seen * 100 >= total * percent)
			break;
	}
	return (i + 1) * LENGTH_STEP;
}

unsigned text_size(size_t len)
{
	unsigned size = 0;

	while (size < TEXT_SIZES - 1 && len > (size_t)64 << size)
		size++;
	return size;
}

/* Returns how long it is, with its newline. */
static size_t put_line(struct text_writer *writer, struct line_lengths *lines)
{
	size_t before = writer->out.len, len;

	phrases_put(&writer->out, writer->phrases, buf_str(&writer->line));
	len = writer->out.len - before;
	lines->of[len / LENGTH_STEP < LINE_LENGTHS ? len / LENGTH_STEP : LINE_LENGTHS]++;
	do
		buf_put_char(&writer->out, '\n');
	while (writer->out.len % TEXT_UNIT);
	return len + 1;
}

void text_document(struct text_writer *writer, const struct documents *documents, const struct entry *document)
{
	buf_clear(&writer->out);
	buf_clear(&writer->line);
	clean_put(&writer->line, route_entry(documents->route, document));
	buf_put_char(&writer->line, '\t');
	clean_put(&writer->line, str_from(entry_kind_word(document->kind)));
	buf_put_char(&writer->line, '\t');
	clean_put(&writer->line, document_title(document));
	put_line(writer, &writer->heads);
}

uint32_t text_begin(struct text_writer *writer, uint32_t number)
{
	buf_clear(&writer->line);
	buf_printf(&writer->line, "%u\t", number);
	writer->begun = false;
	return (uint32_t)(writer->out.len / TEXT_UNIT);
}

void text_put(struct text_writer *writer, struct str text)
{
	if (writer->begun)
		buf_put_text(&writer->line, " · ");
	clean_put(&writer->line, text);
	writer->begun = true;
}

unsigned text_end(struct text_writer *writer)
{
	return text_size(put_line(writer, &writer->items));
}

/*
 * body.c -- from a run of tokens to sections and items.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "body.h"

#include "base/map.h"
#include "base/utf8.h"

/* ---- headings ---- */

/* The number that begins TEXT ("2.2.1 Fortalezas", "2.1. Hallazgos"), or the
   absent view. */
static struct str leading_number(struct str text)
{
	size_t end = 0;

	text = str_trim(text);
	while (end < text.len && (text.ptr[end] == '.' ||
				  (text.ptr[end] >= '0' && text.ptr[end] <= '9')))
		end++;
	if (end == 0 || text.ptr[0] == '.')
		return (struct str){ 0 };
	if (end < text.len && !strchr(" \t\n:)-", text.ptr[end]))
		return (struct str){ 0 };
	while (end > 0 && text.ptr[end - 1] == '.')
		end--;
	return str_slice(text, 0, end);
}

static int section_of_number(struct str number)
{
	for (int id = 0; id < SECTIONS; id++)
		if (str_equal(number, str_from(section_type((enum section_id)id)->number)))
			return id;
	return -1;
}

/* ---- explicit none ---- */

static const char *const none_words[] = {
	"no aplica", "no-aplica", "n/a", "na", "ninguno", "ninguna", "no hay",
	"no se detectan", "no se detectaron", "sin hallazgos",
};

/* What says that something was looked for and not found. */
static const char *const none_verbs[] = {
	"no se detecta", "no se identifica", "no se encontra", "no se encuentra",
	"no se observa", "no se advierte", "no se advirtier", "no se hallaron",
	"no se halla", "no se aprecia", "no se determina", "no se presenta",
	"no se emite", "no se tienen", "no se cuenta con", "no existe", "no hay",
	"no hubo", "sin ",
};

/* "derivado de los resultados de la evaluacion, no se detectan ...": what may
   stand before the verb. */
static const char *const none_introductions[] = {
	"derivado", "con base", "de acuerdo", "a partir", "conforme", "segun",
	"como resultado", "en la", "en el", "durante", "del analisis", "tras",
};

static bool starts_with_any(struct str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts(text, str_from(words[i])))
			return true;
	return false;
}

#define COUNT_OF(array) (sizeof (array) / sizeof (array)[0])

/* True when one of STEMS ("hallazgo|resultado") begins one of the next few
   words of TEXT. */
static bool noun_follows(struct str text, const char *stems)
{
	struct str rest = text, word;

	for (int words = 0; words < 6 && str_cut(&rest, ' ', &word); words++) {
		struct str left = str_from(stems), stem;

		while (str_cut(&left, '|', &stem))
			if (str_starts(word, stem))
				return true;
	}
	return false;
}

/* A section of more bytes than this says something. */
#define NONE_MAX 800

/* True when TEXT says that there is none of what the section lists. The
   section's own noun must follow the verb: "no se detectan indicadores" in a
   list of weaknesses is a weakness. */
static bool says_none(struct str text, const char *stems)
{
	struct buf buf;
	struct str plain;
	bool none = false;

	buf_init(&buf);
	utf8_put_unaccented(&buf, text);
	plain = buf_str(&buf);
	while (plain.len > 0 && (plain.ptr[plain.len - 1] == '.' || plain.ptr[plain.len - 1] == ' '))
		plain.len--;
	for (size_t i = 0; i < COUNT_OF(none_words) && !none; i++)
		none = str_equal(plain, str_from(none_words[i]));
	if (!none && starts_with_any(plain, none_introductions, COUNT_OF(none_introductions))) {
		size_t comma = str_find_char(plain, ',');

		if (comma != (size_t)-1)
			plain = str_trim(str_slice(plain, comma + 1, (size_t)-1));
	}
	if (!none && starts_with_any(plain, none_verbs, COUNT_OF(none_verbs)))
		none = noun_follows(plain, stems);
	buf_dispose(&buf);
	return none;
}

/* ---- items ---- */

/* Fill items of SECTION (of a list section) from its prose. */
static void find_items(struct section *section, struct arena *arena)
{
	struct prose_reader reader = prose_read(section->prose);
	struct prose_token token;
	VEC(struct item) items = { 0 };
	struct item item = { 0 };
	uint32_t before = 0;	/* where the token begins */
	int depth = 0;

	for (; prose_next(&reader, &token);
	     before = (uint32_t)(reader.next - section->prose.ptr)) {
		uint32_t here = (uint32_t)(reader.next - section->prose.ptr);

		if (token.close) {
			depth--;
			if (depth == 1 && token.kind == PROSE_ITEM) {
				item.length = before - item.offset;
				vec_push(&items, item);
			}
		} else if (prose_is_container(token.kind)) {
			if (depth == 1 && token.kind == PROSE_ITEM)
				item = (struct item){ here, 0, token.line, token.number };
			depth++;
		}
	}
	section->items = ARENA_ARRAY(arena, items.count, struct item);
	if (items.count)
		memcpy(section->items, items.at, items.count * sizeof *items.at);
	section->count = (uint32_t)items.count;
	vec_dispose(&items);
}

static void check_numbers(const struct section *section, struct str number,
			  struct str shown, struct diag *diag)
{
	for (uint32_t i = 0; i < section->count; i++) {
		const struct item *item = &section->items[i];

		if (item->written < 0 || item->written == (int32_t)(i + 1))
			continue;
		diag_report(diag, DIAG_NUMBERING, (struct place){ shown, item->line, 1, 0 },
			    STR(""), "en %.*s está escrito %d donde va el %u; se numera en orden",
			    STR_ARG(number), (int)item->written, i + 1);
		return;
	}
}

/* An item by how much text it has. Two that say the same have as much, however
   their lines are broken and whatever is emphasised. */
struct measure {
	uint32_t length;
	uint32_t item;		/* from 0 */
};

static int by_length(const void *a, const void *b)
{
	const struct measure *x = a, *y = b;

	if (x->length != y->length)
		return x->length < y->length ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static uint32_t text_length(const struct section *section, const struct item *item)
{
	struct prose_reader reader = prose_read((struct prose){
		section->prose.ptr + item->offset, item->length });
	struct prose_token token;
	size_t length = 0;

	while (prose_next(&reader, &token))
		length += token.text.len;
	return (uint32_t)length;
}

/* Tell of those among COUNT items of one length that repeat an earlier one. */
static void compare_items(const struct section *section, const struct measure *measures,
			  size_t count, struct str number, struct str shown, struct diag *diag)
{
	struct arena arena;
	struct map seen;
	struct buf plain;

	arena_init(&arena);
	map_init(&seen);
	buf_init(&plain);
	for (size_t i = 0; i < count; i++) {
		struct item *item = &section->items[measures[i].item], *first;
		struct str words;

		buf_clear(&plain);
		prose_put_plain(&plain, (struct prose){ section->prose.ptr + item->offset, item->length });
		words = arena_str(&arena, buf_str(&plain));
		first = words.len ? map_get(&seen, words) : NULL;
		if (first)
			diag_report(diag, DIAG_ITEM_TWICE, (struct place){ shown, item->line, 1, 0 },
				    STR(""), "en %.*s, el %u dice lo mismo que el %u; se publican los dos",
				    STR_ARG(number), measures[i].item + 1,
				    (unsigned)(first - section->items) + 1);
		else if (words.len)
			map_set(&seen, words, item);
	}
	buf_dispose(&plain);
	map_dispose(&seen);
	arena_dispose(&arena);
}

/* Tell of items that say what one before them said. */
static void check_repeated(const struct section *section, struct str number,
			   struct str shown, struct diag *diag)
{
	struct measure *measures = memory_alloc((section->count + 1) * sizeof *measures);

	for (uint32_t i = 0; i < section->count; i++)
		measures[i] = (struct measure){ text_length(section, &section->items[i]), i };
	if (section->count > 1)
		qsort(measures, section->count, sizeof *measures, by_length);
	for (uint32_t i = 0, end; i < section->count; i = end) {
		for (end = i + 1; end < section->count && measures[end].length == measures[i].length;)
			end++;
		if (end - i > 1)
			compare_items(section, measures + i, end - i, number, shown, diag);
	}
	free(measures);
}

/* How many blocks stand at the top of PROSE outside lists. */
static unsigned outside_blocks(struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	unsigned count = 0;
	int depth = 0;

	while (prose_next(&reader, &token)) {
		if (token.close) {
			depth--;
			continue;
		}
		if (depth == 0 && token.kind != PROSE_LIST)
			count++;
		if (prose_is_container(token.kind))
			depth++;
	}
	return count;
}

static void settle_state(struct section *section, const struct section_type *type)
{
	struct buf plain;
	unsigned outside;

	section->state = STATE_VALUE;
	if (section->count > 1 || section->prose.len > NONE_MAX)
		return;
	if (section->prose.len == 0) {
		section->state = STATE_BLANK;
		return;
	}
	outside = outside_blocks(section->prose);
	if (section->count + outside > 1)
		return;
	buf_init(&plain);
	prose_put_plain(&plain, section->prose);
	if (str_equal(str_trim(buf_str(&plain)), STR("no-consta")))
		section->state = STATE_NOT_ON_RECORD;
	else if (says_none(buf_str(&plain), type->none))
		section->state = STATE_NONE;
	if (section->state != STATE_VALUE)
		section->count = 0;
	buf_dispose(&plain);
}

static void close_section(struct section *section, enum section_id id,
			  const uint8_t *end, struct arena *arena,
			  struct str shown, struct diag *diag)
{
	const struct section_type *type = section_type(id);

	section->prose.len = (size_t)(end - section->prose.ptr);
	if (type->anchor) {
		find_items(section, arena);
		check_numbers(section, str_from(type->number), shown, diag);
		check_repeated(section, str_from(type->number), shown, diag);
	}
	settle_state(section, type);
}

/* ---- the whole body ---- */

struct cut {
	struct section *sections;
	struct arena *arena;
	struct str shown;
	struct diag *diag;
	int open;		/* the section being filled, or -1 */
	bool outside_told;
	bool repeated;		/* what is read belongs to a section seen before */
};

/* A numbered heading at BEFORE..AFTER. */
static void cut_heading(struct cut *cut, struct str number, uint32_t line,
			const uint8_t *before, const uint8_t *after)
{
	struct place place = { cut->shown, line, 1, 0 };
	int id = section_of_number(number);

	if (id < 0 && (strchr("123", number.ptr[0]) && number.len <= 3 &&
		       (number.len == 1 || str_equal(number, STR("2.2"))))) {
		id = -2;	/* a chapter's heading: nothing of its own */
	} else if (id < 0) {
		diag_report(cut->diag, DIAG_SECTION_DATA, place, STR(""),
			    "%.*s es un dato y va al principio del archivo, entre las líneas ---; su texto queda en la sección anterior",
			    STR_ARG(number));
		return;
	}
	if (cut->open >= 0)
		close_section(&cut->sections[cut->open], (enum section_id)cut->open,
			      before, cut->arena, cut->shown, cut->diag);
	cut->open = -1;
	cut->outside_told = false;
	cut->repeated = false;
	if (id < 0)
		return;
	if (cut->sections[id].line != 0) {
		diag_report(cut->diag, DIAG_SECTION_TWICE, place, STR(""),
			    "la sección %.*s ya está en la línea %u; ésta no se publica", STR_ARG(number),
			    cut->sections[id].line);
		cut->repeated = true;
		return;
	}
	cut->open = id;
	cut->sections[id].line = line;
	cut->sections[id].prose.ptr = after;
}

void body_cut(struct section sections[SECTIONS], struct prose body,
	      struct arena *arena, struct str shown, struct diag *diag)
{
	struct cut cut = { sections, arena, shown, diag, -1, false, false };
	struct prose_reader reader = prose_read(body);
	struct prose_token token;
	const uint8_t *before = reader.next, *heading = NULL;
	struct buf words;
	uint32_t line = 0;
	int depth = 0;

	buf_init(&words);
	while (prose_next(&reader, &token)) {
		if (token.close) {
			depth--;
			if (heading && depth == 0 && token.kind == PROSE_HEADING) {
				struct str number;

				buf_clear(&words);
				prose_put_plain(&words, (struct prose){
					heading, (size_t)(reader.next - heading) });
				number = leading_number(buf_str(&words));
				if (number.ptr && format_knows_number(number))
					cut_heading(&cut, number, line, heading, reader.next);
				heading = NULL;
			}
		} else {
			if (depth == 0 && token.kind == PROSE_HEADING) {
				heading = before;
				line = token.line;
			} else if (depth == 0 && cut.open < 0 && !cut.outside_told &&
				   !cut.repeated) {
				diag_report(diag, DIAG_TEXT_OUTSIDE,
					    (struct place){ shown, token.line, 1, 0 }, STR(""),
					    "este texto no está en ninguna sección del formato; no se publica");
				cut.outside_told = true;
			}
			if (prose_is_container(token.kind))
				depth++;
		}
		before = reader.next;
	}
	if (cut.open >= 0)
		close_section(&sections[cut.open], (enum section_id)cut.open,
			      reader.next, arena, shown, diag);
	buf_dispose(&words);
}

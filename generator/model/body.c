/*
 * body.c -- from a run of tokens to sections and items.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tokens are read once: where sections and items begin and end, how much
 * text an item has and how many blocks stand outside of lists is noted on the
 * way. Only what is short, or as long as another item, is read again.
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

#define HEAD 64			/* bytes that are looked at first */
#define PHRASE_MAX 20		/* bytes of the longest phrase above */

/* False when TEXT begins with none of the phrases: then it need not be looked at
   whole. BUF is free to use. */
static bool may_say_none(struct buf *buf, struct str text)
{
	struct str head = str_slice(text, 0, HEAD);

	if (head.len < text.len)
		while (head.len > 0 && ((unsigned char)text.ptr[head.len] & 0xc0) == 0x80)
			head.len--;
	buf_clear(buf);
	utf8_put_unaccented(buf, head);
	head = buf_str(buf);
	return head.len < PHRASE_MAX ||
	       starts_with_any(head, none_words, COUNT_OF(none_words)) ||
	       starts_with_any(head, none_verbs, COUNT_OF(none_verbs)) ||
	       starts_with_any(head, none_introductions, COUNT_OF(none_introductions));
}

/* True when TEXT says that there is none of what the section lists. The
   section's own noun must follow the verb: "no se detectan indicadores" in a
   list of weaknesses is a weakness. */
bool body_says_none(struct str text, const char *stems)
{
	struct buf buf;
	struct str plain;
	bool none = false;

	buf_init(&buf);
	if (!may_say_none(&buf, text))
		goto out;
	buf_clear(&buf);
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
out:
	buf_dispose(&buf);
	return none;
}

/* ---- items ---- */

static void check_numbers(const struct section *section, struct str number,
			  struct str shown, struct diag *diag)
{
	for (uint32_t i = 0; i < section->count; i++) {
		const struct item *item = &section->items[i];

		if (item->written < 0 || item->written == (int32_t)(i + 1))
			continue;
		diag_report(diag, DIAG_NUMBERING, (struct place){ shown, item->line, 1, 0 },
			    STR("renumérela, o vea si al copiarla se perdió alguno"), "en %.*s está escrito %d donde va el %u; se numera en orden",
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
				    STR("vea si el documento tiene los dos"),
				    "en %.*s, el %u dice lo mismo que el %u; se publican los dos",
				    STR_ARG(number), measures[i].item + 1,
				    (unsigned)(first - section->items) + 1);
		else if (words.len)
			map_set(&seen, words, item);
	}
	buf_dispose(&plain);
	map_dispose(&seen);
	arena_dispose(&arena);
}

/* Tell of items that say what one before them said. MEASURES are theirs. */
static void check_repeated(const struct section *section, struct measure *measures,
			   struct str number, struct str shown, struct diag *diag)
{
	if (section->count > 1)
		qsort(measures, section->count, sizeof *measures, by_length);
	for (uint32_t i = 0, end; i < section->count; i = end) {
		for (end = i + 1; end < section->count && measures[end].length == measures[i].length;)
			end++;
		if (end - i > 1)
			compare_items(section, measures + i, end - i, number, shown, diag);
	}
}

/* BLOCKS stand at the top of SECTION outside lists. */
static void settle_state(struct section *section, const struct section_type *type,
			 unsigned blocks)
{
	struct buf plain;

	section->state = STATE_VALUE;
	if (section->count > 1 || section->prose.len > NONE_MAX)
		return;
	if (section->prose.len == 0) {
		section->state = STATE_BLANK;
		return;
	}
	if (section->count + blocks > 1)
		return;
	buf_init(&plain);
	prose_put_plain(&plain, section->prose);
	if (str_equal(str_trim(buf_str(&plain)), STR("no-consta")))
		section->state = STATE_NOT_ON_RECORD;
	else if (body_says_none(buf_str(&plain), type->none))
		section->state = STATE_NONE;
	if (section->state != STATE_VALUE)
		section->count = 0;
	buf_dispose(&plain);
}

/* ---- the whole body ---- */

/* Where a cutter is in the tokens. */
struct cut {
	struct section *sections;
	struct arena *arena;
	struct str shown;
	struct diag *diag;
	int open;		/* the section being filled, or -1 */
	bool outside_told;
	bool repeated;		/* what is read belongs to a section seen before */
	int depth;
	const uint8_t *before, *after;	/* of the token */

	/* of the section being filled */
	unsigned blocks;	/* at its top, outside lists */
	VEC(struct item) items;
	VEC(struct measure) measures;
	struct item item;
	size_t text;		/* bytes of text since the item began */

	const uint8_t *heading;	/* the open one at the top, or NULL, */
	uint32_t heading_line;
	struct buf words;	/* and its words */
};

/* The open section ends at END. */
static void close_section(struct cut *cut, const uint8_t *end)
{
	const struct section_type *type = section_type((enum section_id)cut->open);
	struct section *section = &cut->sections[cut->open];
	struct str number = str_from(type->number);

	section->prose.len = (size_t)(end - section->prose.ptr);
	if (type->anchor) {
		section->items = ARENA_ARRAY(cut->arena, cut->items.count, struct item);
		if (cut->items.count)
			memcpy(section->items, cut->items.at,
			       cut->items.count * sizeof *cut->items.at);
		section->count = (uint32_t)cut->items.count;
		check_numbers(section, number, cut->shown, cut->diag);
		check_repeated(section, cut->measures.at, number, cut->shown, cut->diag);
	}
	settle_state(section, type, cut->blocks);
	cut->open = -1;
}

static void open_section(struct cut *cut, int id, uint32_t line, const uint8_t *start)
{
	cut->open = id;
	cut->sections[id].line = line;
	cut->sections[id].prose.ptr = start;
	cut->blocks = 0;
	vec_clear(&cut->items);
	vec_clear(&cut->measures);
}

/* The numbered heading that ends here. True when it begins a section or a
   chapter; else it belongs to the section that is open. */
static bool cut_heading(struct cut *cut, struct str number)
{
	struct place place = { cut->shown, cut->heading_line, 1, 0 };
	int id = section_of_number(number);

	if (id < 0 && (strchr("123", number.ptr[0]) && number.len <= 3 &&
		       (number.len == 1 || str_equal(number, STR("2.2"))))) {
		id = -2;	/* a chapter's heading: nothing of its own */
	} else if (id < 0) {
		diag_report(cut->diag, DIAG_SECTION_DATA, place,
			    STR("pase el dato arriba y quite el encabezado"),
			    "%.*s es un dato y va al principio del archivo, entre las líneas ---; su texto queda en la sección anterior",
			    STR_ARG(number));
		return false;
	}
	if (cut->open >= 0)
		close_section(cut, cut->heading);
	cut->outside_told = false;
	cut->repeated = false;
	if (id < 0)
		return true;
	if (cut->sections[id].line != 0) {
		diag_report(cut->diag, DIAG_SECTION_TWICE, place,
			    STR("junte las dos bajo un solo encabezado"),
			    "la sección %.*s ya está en la línea %u; ésta no se publica", STR_ARG(number),
			    cut->sections[id].line);
		cut->repeated = true;
		return true;
	}
	open_section(cut, id, cut->heading_line, cut->after);
	return true;
}

static void end_heading(struct cut *cut)
{
	struct str number;

	buf_clear(&cut->words);
	prose_put_plain(&cut->words, (struct prose){
		cut->heading, (size_t)(cut->after - cut->heading) });
	number = leading_number(buf_str(&cut->words));
	if (!number.ptr || !format_knows_number(number) || !cut_heading(cut, number))
		cut->blocks++;
	cut->heading = NULL;
}

/* A block at the top of the body begins. */
static void begin_block(struct cut *cut, const struct prose_token *token)
{
	if (token->kind == PROSE_HEADING) {
		cut->heading = cut->before;
		cut->heading_line = token->line;
		return;
	}
	cut->blocks += token->kind != PROSE_LIST;
	if (cut->open < 0 && !cut->outside_told && !cut->repeated) {
		diag_report(cut->diag, DIAG_TEXT_OUTSIDE,
			    (struct place){ cut->shown, token->line, 1, 0 },
			    STR("ponga antes el encabezado de su sección, como «# 2.1 Hallazgos»"),
			    "este texto no está en ninguna sección del formato; no se publica");
		cut->outside_told = true;
	}
}

static uint32_t offset_of(const struct cut *cut, const uint8_t *at)
{
	return cut->open < 0 ? 0 : (uint32_t)(at - cut->sections[cut->open].prose.ptr);
}

static void end_item(struct cut *cut)
{
	struct measure measure = { (uint32_t)cut->text, (uint32_t)cut->items.count };

	cut->item.length = offset_of(cut, cut->before) - cut->item.offset;
	vec_push(&cut->items, cut->item);
	vec_push(&cut->measures, measure);
}

static void cut_token(struct cut *cut, const struct prose_token *token)
{
	bool item = token->kind == PROSE_ITEM;

	if (token->close) {
		cut->depth--;
		if (cut->depth == 0 && cut->heading)
			end_heading(cut);
		else if (cut->depth == 1 && item)
			end_item(cut);
		return;
	}
	if (cut->depth == 0)
		begin_block(cut, token);
	if (cut->depth == 1 && item) {
		cut->item = (struct item){ offset_of(cut, cut->after), 0, token->line,
					   token->number };
		cut->text = 0;
	} else {
		cut->text += token->text.len;
	}
	cut->depth += prose_is_container(token->kind);
}

void body_cut(struct section sections[SECTIONS], struct prose body,
	      struct arena *arena, struct str shown, struct diag *diag)
{
	struct cut cut = {
		.sections = sections, .arena = arena, .shown = shown, .diag = diag, .open = -1,
	};
	struct prose_reader reader = prose_read(body);
	struct prose_token token;

	buf_init(&cut.words);
	for (cut.before = reader.next; prose_next(&reader, &token); cut.before = cut.after) {
		cut.after = reader.next;
		cut_token(&cut, &token);
	}
	if (cut.open >= 0)
		close_section(&cut, reader.next);
	buf_dispose(&cut.words);
	vec_dispose(&cut.items);
	vec_dispose(&cut.measures);
}

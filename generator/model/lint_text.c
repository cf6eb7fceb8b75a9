/*
 * lint_text.c -- text that was damaged on its way from the document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"
#include "lint.h"

static bool is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_letter(char c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* ---- one word of a text ---- */

/* Addresses and names of files have rules of their own. */
static bool is_address(struct str word)
{
	size_t dot;

	while (word.len && strchr(".,;:)", word.ptr[word.len - 1]))
		word.len--;
	dot = str_find_char(word, '.');
	return str_find_char(word, '@') != (size_t)-1 || str_find_char(word, '/') != (size_t)-1 ||
	       str_find_char(word, '_') != (size_t)-1 || str_find_char(word, '=') != (size_t)-1 ||
	       (dot != (size_t)-1 && dot > 0 && dot + 1 < word.len && is_letter(word.ptr[dot + 1]));
}

/* A year of four digits at AT, with no digit before or behind. */
static bool is_year(struct str word, size_t at)
{
	int year;

	return at + 4 <= word.len && (at == 0 || !char_is_digit(word.ptr[at - 1])) &&
	       (at + 4 == word.len || !char_is_digit(word.ptr[at + 4])) &&
	       year_parse(str_slice(word, at, 4), &year) && year < 2100;
}

/* How many letters stand in WORD from AT on; small ones, with LOWER. */
static size_t letters_from(struct str word, size_t at, bool lower)
{
	size_t count = 0;

	while (at + count < word.len && (lower ? is_lower(word.ptr[at + count]) : is_letter(word.ptr[at + count])))
		count++;
	return count;
}

static size_t small_letters_before(struct str word, size_t at)
{
	size_t count = 0;

	while (count < at && is_lower(word.ptr[at - 1 - count]))
		count++;
	return count;
}

/* What is wrong with WORD at AT, or NULL. */
static const char *fault_at(struct str word, size_t at)
{
	char c = word.ptr[at];

	if (c == '?' && at > 0 && at + 1 < word.len && is_letter(word.ptr[at - 1]) && is_lower(word.ptr[at + 1]))
		return "hay un «?» en medio de una palabra";
	if (c == ')' && at + 2 < word.len && char_is_digit(word.ptr[at + 1]) && char_is_digit(word.ptr[at + 2]))
		return "hay un número pegado a lo que va antes";
	if (c == ')' && at + 1 < word.len && word.ptr[at + 1] >= 'A' && word.ptr[at + 1] <= 'Z' &&
	    letters_from(word, at + 1, false) > 2)
		return "hay dos palabras pegadas";
	if (is_year(word, at) && (small_letters_before(word, at) > 1 || letters_from(word, at + 4, true) > 1))
		return "hay un año pegado a una palabra";
	if (char_is_digit(c) && at + 8 <= word.len && str_equal(str_slice(word, at, 4), str_slice(word, at + 4, 4)) &&
	    is_year(str_slice(word, at, 4), 0) && (at == 0 || !char_is_digit(word.ptr[at - 1])) &&
	    (at + 8 == word.len || !char_is_digit(word.ptr[at + 8])))
		return "hay un año repetido y pegado";
	return NULL;
}

static const char *fault_of_word(struct str word, size_t *at)
{
	if (is_address(word))
		return NULL;
	for (*at = 0; *at < word.len; ++*at) {
		const char *fault = fault_at(word, *at);

		if (fault)
			return fault;
	}
	return NULL;
}

/* ---- a whole text ---- */

/* Bytes that are not text any more, wherever they stand. */
static const struct {
	struct str bytes;
	const char *fault;
} broken[] = {
	{ STR_LITERAL("\xef\xbf\xbd"), "hay letras perdidas (�)" },
	{ STR_LITERAL("\xc3\x83\xc2"), "hay letras leídas en otra codificación («Ã³» por «ó»)" },
	{ STR_LITERAL("\xc3\xa2\xe2\x82\xac"), "hay signos leídos en otra codificación («â€œ» por «“»)" },
};

/* A tag of HTML at AT: Markdown's own are told as it is parsed. */
static bool is_tag(struct str text, size_t at)
{
	static const char *const names[] = { "p", "ol", "ul", "li", "br", "td", "tr", "th", "table", "div", "span",
					     "b", "i", "strong", "em", "font" };
	struct str rest = str_slice(text, at + 1, (size_t)-1);

	if (str_starts(rest, STR("/")))
		rest = str_slice(rest, 1, (size_t)-1);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str name = str_from(names[i]);

		if (str_starts(rest, name) && rest.len > name.len && strchr(" >/", rest.ptr[name.len]))
			return true;
	}
	return false;
}

static bool is_gap(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* What is wrong with TEXT first, or NULL; *AT is where. */
static const char *fault_of_text(struct str text, size_t *at)
{
	const char *found = NULL;
	size_t start = 0, offset;

	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		offset = str_find(text, broken[i].bytes);
		if (offset != (size_t)-1 && (!found || offset < *at)) {
			found = broken[i].fault;
			*at = offset;
		}
	}
	for (size_t i = 0; i <= text.len; i++) {
		const char *fault;

		if (i < text.len && text.ptr[i] == '<' && is_tag(text, i)) {
			*at = i;
			return "quedó una etiqueta de HTML";
		}
		if (i < text.len && !is_gap(text.ptr[i]))
			continue;
		if (found && *at < i)
			return found;
		fault = fault_of_word(str_slice(text, start, i - start), &offset);
		if (fault) {
			*at = start + offset;
			return fault;
		}
		start = i + 1;
	}
	return found;
}

/* A few letters around AT, whole characters. */
static struct str around(struct str text, size_t at)
{
	size_t start = at > 20 ? at - 20 : 0, end = at + 20 < text.len ? at + 20 : text.len;

	while (start < at && ((unsigned char)text.ptr[start] & 0xc0) == 0x80)
		start++;
	while (end < text.len && ((unsigned char)text.ptr[end] & 0xc0) == 0x80)
		end++;
	for (size_t i = start; i < end; i++)
		if (text.ptr[i] == '\n') {
			if (i < at)
				start = i + 1;
			else
				end = i;
		}
	return str_trim(str_slice(text, start, end - start));
}

static void check_text(struct lint *lint, struct str text, struct place place)
{
	size_t at = 0;
	const char *fault = fault_of_text(text, &at);

	if (!fault)
		return;
	if (place.length == 0) {	/* prose: each line of it stands on its own */
		size_t start = at;

		while (start > 0 && text.ptr[start - 1] != '\n')
			start--;
		for (size_t i = 0; i < start; i++)
			place.line += text.ptr[i] == '\n';
		place.column = 1;	/* a link that was woven in before moved the rest */
	}
	diag_report(lint->diag, DIAG_TEXT_DAMAGED, place, STR("compárelo con el documento"), "%s: «%.*s»", fault,
		    STR_ARG(around(text, at)));
}

static void see_text(struct lint *lint, const struct record *record, int field, void *context)
{
	const struct slot *slot = record_slot(record, field);

	(void)context;
	if (!slot_has(slot))
		return;
	switch (record->type->fields[field].kind) {
	case FIELD_TEXT:
		check_text(lint, slot->text, record_place(record, slot));
		break;
	case FIELD_TEXTS:
		for (uint32_t i = 0; i < slot->list.count; i++)
			if (slot_has(&slot->list.at[i]))
				check_text(lint, slot->list.at[i].text, record_place(record, &slot->list.at[i]));
		break;
	case FIELD_REFERENCE:
		check_text(lint, slot->reference->words, record_place(record, slot));
		break;
	default:
		break;
	}
}

static void check_prose(struct lint *lint, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;

	while (prose_next(&reader, &token))
		if (!token.close && token.kind == PROSE_TEXT)
			check_text(lint, token.text,
				   (struct place){ lint->evaluation->entry.path, token.line, 1, 0 });
}

void lint_damage(struct lint *lint)
{
	lint_each(lint, lint->record, see_text, NULL);
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = lint_section(lint, (enum section_id)id);
		uint32_t hidden = 0;

		if (!section)
			continue;
		for (uint32_t i = 0; i < section->count; i++)
			hidden += evaluation_item_suppression(lint->evaluation, (enum section_id)id, i + 1) != NULL;
		if (!hidden)
			check_prose(lint, section->prose);
		for (uint32_t i = 0; hidden && i < section->count; i++)
			check_prose(lint, lint_item(lint, (enum section_id)id, i + 1));
	}
}

/* ---- parts of a hundred ---- */

#define PARTS_LEAST 3
#define HUNDRED 1000000		/* in ten-thousandths */

/* The percentage that ends before AT ("49.36", at the sign), in ten-thousandths;
   -1: none. */
static int64_t part_before(struct str text, size_t at)
{
	size_t start, point = (size_t)-1;
	int64_t value = 0, decimals = 0;

	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	for (start = at; start > 0 && (char_is_digit(text.ptr[start - 1]) ||
				       ((text.ptr[start - 1] == '.' || text.ptr[start - 1] == ',') && start > 1 &&
					start < at && char_is_digit(text.ptr[start - 2]) && point == (size_t)-1));)
		if (!char_is_digit(text.ptr[--start]))
			point = start;
	if (start == at || at - start > 9)
		return -1;
	for (size_t i = start; i < at; i++) {
		if (i == point)
			continue;
		if (i > point && decimals == 4)
			continue;
		value = value * 10 + (text.ptr[i] - '0');
		decimals += i > point && point != (size_t)-1;
	}
	for (; decimals < 4; decimals++)
		value *= 10;
	return value;
}

/* The next percentage of TEXT from *AT on. */
static int64_t next_part(struct str text, size_t *at)
{
	while (*at < text.len) {
		struct str rest = str_slice(text, *at, (size_t)-1);
		size_t here = (*at)++;
		bool sign = rest.ptr[0] == '%' || str_starts(rest, STR("por ciento")) ||
			    str_starts(rest, STR("porciento"));
		int64_t part = sign ? part_before(text, here) : -1;

		if (part >= 0)
			return part;
	}
	return -1;
}

static void check_parts(struct lint *lint, enum section_id id, uint32_t item)
{
	struct str text = lint_plain(lint, lint_item(lint, id, item));
	int64_t sum = 0, part;
	unsigned count = 0;
	size_t at = 0;

	while ((part = next_part(text, &at)) >= 0) {
		if (part >= HUNDRED)
			continue;	/* the whole is not a part */
		sum += part;
		count++;
	}
	if (count < PARTS_LEAST || sum < HUNDRED / 10 * 9 || sum > HUNDRED / 10 * 11 ||
	    (sum >= HUNDRED - HUNDRED / 1000 && sum <= HUNDRED + HUNDRED / 1000))
		return;
	diag_report(lint->diag, DIAG_PERCENTAGES, lint_item_place(lint, id, item),
		    STR("compare las cifras con el documento; ¿falta una parte?"),
		    "los %u porcentajes de este elemento suman %lld.%02lld", count, (long long)(sum / 10000),
		    (long long)(sum % 10000 / 100));
}

void lint_percentages(struct lint *lint)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = lint_section(lint, (enum section_id)id);

		for (uint32_t i = 0; section && i < section->count; i++)
			check_parts(lint, (enum section_id)id, i + 1);
	}
}

/* ---- numbers that the format does not have ---- */

/* "1.7.1" at the start of WORDS; the absent view when there is no such number. */
static struct str dotted_number(struct str words)
{
	size_t end = 0, dots = 0;

	while (end < words.len && (char_is_digit(words.ptr[end]) || (end > 0 && words.ptr[end] == '.')))
		dots += words.ptr[end++] == '.';
	while (end > 0 && words.ptr[end - 1] == '.') {
		end--;
		dots--;
	}
	return dots && end < 12 ? str_slice(words, 0, end) : (struct str){ 0 };
}

static void tell_number(struct lint *lint, const struct section_type *type, struct str number, uint32_t line)
{
	diag_report(lint->diag, DIAG_SUBNUMBER, (struct place){ lint->evaluation->entry.path, line, 1, 0 },
		    STR("quítele el número, o póngale el de su sección"),
		    "el formato no tiene un %.*s; el texto queda en %s", STR_ARG(number), type->number);
}

/* "1.7.1 Instrumentos" at the start of a paragraph of 1.7. */
static void check_paragraphs(struct lint *lint, const struct section_type *type, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct str own = str_from(type->number);
	struct prose_token token;
	uint32_t line = 0;

	while (prose_next(&reader, &token)) {
		struct str number;

		if (token.kind == PROSE_PARAGRAPH)
			line = token.close ? 0 : token.line;
		if (token.kind != PROSE_TEXT || !line)
			continue;
		number = dotted_number(str_trim(token.text));
		if (str_starts(number, own) && number.len > own.len && number.ptr[own.len] == '.' && !format_knows_number(number))
			tell_number(lint, type, number, line);
		line = 0;
	}
}

static void check_headings(struct lint *lint, const struct section_type *type, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	const uint8_t *start = NULL, *before = reader.next;
	struct prose_token token;
	uint32_t line = 0;

	for (; prose_next(&reader, &token); before = reader.next) {
		struct str number;

		if (token.kind != PROSE_HEADING)
			continue;
		if (!token.close) {
			start = reader.next;
			line = token.line;
			continue;
		}
		if (!start)
			continue;
		number = dotted_number(lint_plain(lint, (struct prose){ start, (size_t)(before - start) }));
		start = NULL;
		if (number.len && !format_knows_number(number))
			tell_number(lint, type, number, line);
	}
}

void lint_subnumber(struct lint *lint)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = lint_section(lint, (enum section_id)id);

		if (!section)
			continue;
		check_headings(lint, section_type((enum section_id)id), section->prose);
		check_paragraphs(lint, section_type((enum section_id)id), section->prose);
	}
}

/*
 * unit.c -- 5.6: the units in charge, and who is their contact.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form prints the units twice (5.6.1, and beside the persons in 5.6.2) and
 * pairs persons with them by a letter, by standing in one row, or not at all.
 * Who cannot be paired is told and stays out: a person under the wrong unit
 * would be an invention.
 */
#include "draft.h"

#include "base/utf8.h"
#include "contact.h"
#include "piece.h"

#define PEOPLE_MAX 500
#define UNITS_MAX 200

/* Where the list of units in 5.6.2 ends and persons go on. */
static size_t units_end(struct str text)
{
	struct str rest = text, line;
	bool letters = false;
	size_t end = text.len;

	if (str_find_char(text, '@') == (size_t)-1)
		return text.len;
	while (str_cut(&rest, '\n', &line)) {
		struct str words = piece_trim(line);
		size_t at = (size_t)(line.ptr - text.ptr);
		bool letter;

		while (words.len && strchr("- ", words.ptr[0]))
			words = str_slice(words, 1, (size_t)-1);
		if (words.len == 0)
			continue;
		letter = words.len > 2 && words.ptr[1] == ')';
		if (str_find_char(words, '@') != (size_t)-1 || (letters && !letter)) {
			end = at;
			break;
		}
		letters |= letter;
	}
	return end;
}

struct people {
	struct lettered_list units;	/* of 5.6.1 */
	struct lettered_list beside;	/* of 5.6.2 */
	struct contact_list contacts;
	size_t *unit_of;		/* of each contact: its unit plus 1; 0: nobody knows */
	bool holders;			/* the label asks for those in office */
};

/* The unit of the list whose words are those of TEXT, plus 1. */
static size_t unit_named(struct draft *draft, const struct people *people, struct str text)
{
	struct str folded = value_folded(draft->arena, text);

	for (size_t i = 0; i < people->units.count && i < UNITS_MAX; i++)
		if (str_equal(value_folded(draft->arena, people->units.at[i].text), folded))
			return i + 1;
	return 0;
}

/* The unit called WORDS, which stand at WHERE, plus 1: a new one when the list has none
   of that name; 0 for no words. */
static size_t take_unit(struct draft *draft, struct people *people, struct str words, struct str where)
{
	struct lettered one = { 0, words, where };
	size_t unit = unit_named(draft, people, words);

	if (unit || !words.len)
		return unit;
	vec_push(&people->units, one);
	return people->units.count;
}

/* "Nombre: X  Unidad administrativa: Y", again and again. */
static bool read_rows(struct draft *draft, struct people *people, struct str text)
{
	size_t at = 0, names = 0, end;

	for (; label_find(text, at, "unidad administrativa", &end) != (size_t)-1; at = end)
		names += end < text.len && text.ptr[end] == ':';
	if (names < 2)
		return false;
	for (at = 0; at < text.len && people->contacts.count < PEOPLE_MAX;) {
		size_t name_end, unit_end, unit_start, name, next;
		size_t before = people->contacts.count, unit;
		struct str words, piece;

		name = label_find(text, at, "nombre", &name_end);
		unit_start = label_find(text, name == (size_t)-1 ? at : name_end, "unidad administrativa", &unit_end);
		if (name == (size_t)-1 || unit_start == (size_t)-1)
			break;
		next = label_find(text, unit_end, "nombre", &end);
		piece = value_without_blanks(str_slice(text, unit_end, (next == (size_t)-1 ? text.len : next) - unit_end));
		words = value_plain(draft->arena, piece);
		while (name_end < text.len && strchr(": ", text.ptr[name_end]))
			name_end++;
		contacts_read(draft->arena, str_slice(text, name_end, unit_start - name_end), &people->contacts);
		unit = take_unit(draft, people, words, piece);
		for (size_t i = before; i < people->contacts.count && i < PEOPLE_MAX; i++)
			people->unit_of[i] = unit;
		at = next == (size_t)-1 ? text.len : next;
	}
	return true;
}

/* ---- "Unit: person" ---- */

/* The name of a unit, and what parts it from its persons. */
struct unit_label {
	size_t from, to;	/* with the mark of a list before it; behind its sign */
	size_t unit;
};

static size_t behind_blanks(struct str text, size_t at)
{
	while (at < text.len && (strchr(" \n", text.ptr[at]) || piece_is_mark(text.ptr[at])))
		at++;
	return at;
}

/* Behind the mark of a list ("1.", "a)", "-") and the signs of emphasis at AT. */
static size_t behind_mark(struct str text, size_t at)
{
	size_t start = behind_blanks(text, at), digits;
	int number;

	digits = piece_digits(text, start, 2, &number);
	if (!digits && start < text.len && (text.ptr[start] | 0x20) >= 'a' && (text.ptr[start] | 0x20) <= 'z')
		digits = 1;
	if (digits && start + digits + 1 < text.len && strchr(".):", text.ptr[start + digits]) && text.ptr[start + digits + 1] == ' ')
		start += digits + 1;
	else if (!digits && start + 1 < text.len && strchr("-*", text.ptr[start]) && text.ptr[start + 1] == ' ')
		start++;
	return behind_blanks(text, start);
}

/* A name that TEXT begins with goes on in the next line, or is another's: nobody can tell. */
static bool name_is_broken(struct str text)
{
	size_t end = 0;

	text = piece_trim(text);
	while (end < text.len && !strchr("@,;\n", text.ptr[end]) && !char_is_digit(text.ptr[end]))
		end++;
	return end < text.len && text.ptr[end] == '\n';
}

/* A unit of the list that stands at AT, whole, with a colon or a dash behind it. */
static bool read_label(struct draft *draft, const struct people *people, struct str text, size_t at, struct unit_label *label)
{
	static const char *const signs[] = { ":", " - ", " – ", " — " };
	size_t start = behind_mark(text, at);
	struct str line = str_slice(text, start, 300);

	line = str_slice(line, 0, str_find(line, STR("\n\n")));
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t length = str_find(line, str_from(signs[i]));

		if (length == (size_t)-1 || !length)
			continue;
		label->unit = unit_named(draft, people, value_plain(draft->arena, str_slice(line, 0, length)));
		label->from = at;
		label->to = start + length + strlen(signs[i]);
		if (label->unit)
			return true;
	}
	return false;
}

/* A line begins behind AT, or what was said of a person may be over. */
static bool may_end(struct str text, size_t at)
{
	return text.ptr[at] == '\n' || (strchr(".;,", text.ptr[at]) && at + 1 < text.len && strchr(" \n", text.ptr[at + 1]));
}

/*
 * Who stands behind the whole name of a unit of 5.6.1 and a colon is of that unit: where
 * 5.6.2 begins so. Of a text that has more places for one than a form has, nothing is taken.
 */
static bool read_labelled(struct draft *draft, struct people *people, struct str text)
{
	VEC(struct unit_label) labels = { 0 };
	struct unit_label label;
	size_t before = people->contacts.count, places = 0;
	bool good = people->units.count && read_label(draft, people, text, 0, &label);

	if (good)
		vec_push(&labels, label);
	for (size_t at = good ? label.to : text.len; at < text.len && good; at++) {
		if (!may_end(text, at))
			continue;
		good = ++places < 4 * PEOPLE_MAX;
		if (!read_label(draft, people, text, at + 1, &label))
			continue;
		vec_push(&labels, label);
		at = label.to - 1;
	}
	for (size_t i = 0; i < labels.count && good; i++) {
		size_t first = people->contacts.count, end = i + 1 < labels.count ? labels.at[i + 1].from : text.len;

		struct str words = str_slice(text, labels.at[i].to, end - labels.at[i].to);

		contacts_read(draft->arena, words, &people->contacts);
		good = !name_is_broken(words) && people->contacts.count > first && people->contacts.at[first].name.len;
		for (size_t k = first; k < people->contacts.count && k < PEOPLE_MAX; k++)
			people->unit_of[k] = labels.at[i].unit;
	}
	vec_dispose(&labels);
	if (!good) {
		people->contacts.count = before;
		memset(people->unit_of, 0, PEOPLE_MAX * sizeof *people->unit_of);
	}
	return good;
}

/* ---- a table with a head ---- */

enum column { COLUMN_NONE, COLUMN_UNIT, COLUMN_NAME, COLUMN_OTHER };

/* What the cell TEXT is the head of. */
static enum column column_of(struct draft *draft, struct str text)
{
	struct str folded = value_folded(draft->arena, value_plain(draft->arena, str_slice(text, 0, 80)));

	if (text.len > 60 || strpbrk(arena_str(draft->arena, folded).ptr, "@0123456789"))
		return COLUMN_NONE;
	if (value_has_words(folded, STR("unidad")) || value_has_words(folded, STR("area")))
		return COLUMN_UNIT;
	if (value_has_words(folded, STR("nombre")) || value_has_words(folded, STR("titular")) ||
	    value_has_words(folded, STR("enlace")) || value_has_words(folded, STR("responsable")))
		return COLUMN_NAME;
	return value_has_words(folded, STR("correo")) || value_has_words(folded, STR("telefono")) ||
	       value_has_words(folded, STR("cargo")) || value_has_words(folded, STR("puesto")) ? COLUMN_OTHER : COLUMN_NONE;
}

/* The next cell of *REST, not empty; false: there is none. */
static bool next_cell(struct str *rest, struct str *cell)
{
	for (; rest->len; ) {
		size_t cut = str_find(*rest, STR("\n\n"));

		*cell = piece_trim(str_slice(*rest, 0, cut));
		*rest = cut == (size_t)-1 ? STR("") : str_slice(*rest, cut + 2, (size_t)-1);
		if (cell->len)
			return true;
	}
	return false;
}

/* One row below the head: its unit, and the person with what is beside the name. */
static void read_table_row(struct draft *draft, struct people *people, const enum column *columns,
			   const struct str *cells, size_t width)
{
	size_t before = people->contacts.count, unit = 0;

	for (size_t i = 0; i < width; i++) {
		struct str words = value_plain(draft->arena, value_without_blanks(cells[i]));

		if (columns[i] == COLUMN_UNIT && words.len)
			unit = take_unit(draft, people, words, cells[i]);
	}
	for (size_t i = 0; i < width; i++)
		if (columns[i] == COLUMN_NAME)
			contacts_read(draft->arena, cells[i], &people->contacts);
	/* an address and a telephone go on with the name of their row; a post does not */
	for (size_t i = 0; i < width && people->contacts.count > before; i++)
		if (columns[i] == COLUMN_OTHER && contact_start(cells[i]) == 0)
			contacts_read(draft->arena, cells[i], &people->contacts);
	for (size_t i = before; i < people->contacts.count && i < PEOPLE_MAX; i++)
		people->unit_of[i] = unit;
}

/* Cells of which the first ones name columns, a unit and a person among them, and the
   others make whole rows. Where a cell was empty nobody can tell which: false. */
static bool read_table(struct draft *draft, struct people *people, struct str text)
{
	enum column columns[8] = { COLUMN_NONE }, column;
	struct str rest = text, head, cell, row[8];
	size_t width = 0, cells = 0, seen = 0;

	for (head = rest; width < 8 && next_cell(&head, &cell) && (column = column_of(draft, cell)) != COLUMN_NONE; rest = head) {
		columns[width++] = column;
		seen |= (size_t)1 << column;
	}
	for (head = rest; next_cell(&head, &cell);)
		cells++;
	if (width < 3 || !(seen & 1u << COLUMN_UNIT) || !(seen & 1u << COLUMN_NAME) || !cells || cells % width)
		return false;
	for (size_t i = 0; next_cell(&rest, &cell) && people->contacts.count < PEOPLE_MAX;) {
		row[i++] = cell;
		if (i == width) {
			read_table_row(draft, people, columns, row, width);
			i = 0;
		}
	}
	return true;
}

/* ---- columns without one ---- */

static void read_columns(struct draft *draft, struct people *people, struct str text)
{
	size_t name_end, unit_end, name = label_find(text, 0, "nombre", &name_end);
	size_t unit = label_find(text, 0, "unidad administrativa", &unit_end), list;

	if (name == (size_t)-1 || (name_end < text.len && !strchr(":\n ", text.ptr[name_end])))
		name_end = 0;
	while (name_end < text.len && strchr(": \n", text.ptr[name_end]))
		name_end++;
	if (unit == (size_t)-1 || unit < name_end) {
		contacts_read(draft->arena, str_slice(text, name_end, (size_t)-1), &people->contacts);
		return;
	}
	contacts_read(draft->arena, str_slice(text, name_end, unit - name_end), &people->contacts);
	while (unit_end < text.len && strchr(": ", text.ptr[unit_end]))
		unit_end++;
	list = units_end(str_slice(text, unit_end, (size_t)-1));
	lettered_read(draft->arena, str_slice(text, unit_end, list), &people->beside);
	contacts_read(draft->arena, str_slice(text, unit_end + list, (size_t)-1), &people->contacts);
}

/* The unit, plus 1, whose name stands where a person's would; 0: it is a person, or says more than a name. */
static size_t unit_in_place(struct draft *draft, const struct people *people, const struct contact *contact)
{
	return contact->email.len || contact->phone.len || contact->hidden ? 0 : unit_named(draft, people, contact->name);
}

/*
 * Cells without a head of their own, person beside unit in each row: the unit is no person, and is the
 * one of whoever stands in its row. That there are rows is seen where each unit has persons of
 * its own on the same side; where two units meet, or nobody is left for one, these are lists.
 */
static void take_units_out(struct draft *draft, struct people *people, struct str piece)
{
	size_t count = people->contacts.count < PEOPLE_MAX ? people->contacts.count : PEOPLE_MAX, kept = 0, unit = 0;
	size_t *place = ARENA_ARRAY(draft->arena, PEOPLE_MAX + 1, size_t);
	bool rows, letters = false, first;

	for (size_t i = 0; i < count; i++) {
		place[i] = people->unit_of[i] ? 0 : unit_in_place(draft, people, &people->contacts.at[i]);
		letters |= people->contacts.at[i].letter != 0;
		unit |= place[i];
	}
	if (!unit)
		return;
	first = place[0] != 0;
	rows = !letters && first != (place[count - 1] != 0);
	for (size_t i = 1; i < count; i++)
		rows &= !place[i] || !place[i - 1];
	unit = 0;
	for (size_t k = 0; k < count && rows; k++) {
		size_t i = first ? k : count - 1 - k;	/* from the unit to its persons */

		unit = place[i] ? place[i] : unit;
		if (!place[i] && !people->unit_of[i])
			people->unit_of[i] = unit;
	}
	for (size_t i = 0; i < people->contacts.count; i++) {
		if (i < count && place[i])
			continue;
		if (i < count)
			people->unit_of[kept] = people->unit_of[i];
		people->contacts.at[kept++] = people->contacts.at[i];
	}
	people->contacts.count = kept;
	for (size_t i = kept; i < count; i++)
		people->unit_of[i] = 0;
	if (rows && kept)
		draft_doubt(draft, REMARK_PAIRED_BY_ORDER, 4, "5.6.2", piece, "las personas no llevan la letra de su unidad; cada una se tomó por la de la unidad que tiene al lado");
}

/* By letter; else, where there is one unit, all are its; else, where there are as
   many units beside the names as names, by their order. */
static void pair(struct draft *draft, struct people *people, struct str piece)
{
	bool letters = false, told = false;

	for (size_t i = 0; i < people->contacts.count && i < PEOPLE_MAX; i++) {
		letters |= people->contacts.at[i].letter != 0;
		for (size_t k = 0; people->contacts.at[i].letter && k < people->units.count && k < UNITS_MAX; k++)
			if (people->units.at[k].letter == people->contacts.at[i].letter)
				people->unit_of[i] = k + 1;
	}
	if (letters)
		return;
	for (size_t i = 0; i < people->contacts.count && i < PEOPLE_MAX; i++) {
		if (people->unit_of[i])
			continue;
		if (people->units.count == 1) {
			people->unit_of[i] = 1;
		} else if (people->units.count == people->contacts.count &&
			   people->beside.count == people->contacts.count) {
			people->unit_of[i] = i + 1;
			told = true;
		}
	}
	if (told)
		draft_doubt(draft, REMARK_PAIRED_BY_ORDER, 4, "5.6.2", piece, "las personas no llevan la letra de su unidad; se tomaron en el orden en que están");
}

static void compare_lists(struct draft *draft, const struct people *people, struct str piece)
{
	for (size_t i = 0; i < people->beside.count && i < UNITS_MAX; i++) {
		if (unit_named(draft, people, people->beside.at[i].text))
			continue;
		draft_doubt(draft, REMARK_UNIT_EXTRA, 4, "5.6.2", piece, "«%.*s» está junto a los nombres y no en 5.6.1",
			    STR_ARG(people->beside.at[i].text));
	}
}

static void put_email(struct draft *draft, const struct contact *contact)
{
	struct buf *out = &draft->front;

	if (contact->hidden) {
		draft_doubt(draft, REMARK_EMAIL_HIDDEN, 10, "5.6.2", contact->where, HIDDEN_EMAIL);
		buf_put_text(out, "          correo: no-consta\n");
	} else if (!contact->email.len) {
		return;
	} else if (email_is_personal(contact->email)) {
		draft_doubt(draft, REMARK_EMAIL_PRIVATE, 10, "5.6.2", contact->email, PRIVATE_EMAIL, STR_ARG(contact->name));
		if (contact->broken)
			draft_doubt(draft, REMARK_EMAIL_CUT, 10, "5.6.2", contact->email, "un espacio corta el correo de %.*s", STR_ARG(contact->name));
		buf_put_text(out, "          correo: reservado\n");
	} else if (contact->broken) {
		draft_doubt(draft, REMARK_EMAIL_CUT, 10, "5.6.2", contact->email, CUT_EMAIL);
		buf_put_text(out, "          correo: no-consta\n");
	} else {
		buf_put_text(out, "          correo: ");
		put_quoted(out, contact->email);
		buf_put_char(out, '\n');
	}
}

static struct str domain_of(struct str address)
{
	size_t at = str_find_char(address, '@');

	return at == (size_t)-1 ? (struct str){ 0 } : str_slice(address, at + 1, (size_t)-1);
}

/* Another domain, of one of the contacts BEFORE this one, that is spelled a little differently: one of the
   two may be wrong, and only the author knows which. */
static struct str near_domain(const struct people *people, struct str domain, size_t before)
{
	for (size_t i = 0; i < before && domain.len; i++) {
		struct str other = domain_of(people->contacts.at[i].email);

		if (other.len && !email_is_personal(people->contacts.at[i].email) &&
		    !str_equal(other, domain) && text_distance(other, domain, 2) <= 2)
			return other;
	}
	return (struct str){ 0 };
}

/* A domain of the institution's own that DOMAIN is nearly, and is not. */
static struct str near_own_domain(const struct draft *draft, struct str domain)
{
	struct slot_list own = record_list(draft->options->site->record, SITE_DOMAINS);
	struct str near = { 0 };

	for (uint32_t i = 0; i < own.count; i++) {
		if (str_equal(own.at[i].text, domain))
			return (struct str){ 0 };
		if (own.at[i].text.len && text_distance(own.at[i].text, domain, 2) <= 2)
			near = own.at[i].text;
	}
	return near;
}

static void tell_domains(struct draft *draft, const struct people *people)
{
	for (size_t i = 0; i < people->contacts.count && i < PEOPLE_MAX; i++) {
		const struct contact *contact = &people->contacts.at[i];
		struct str domain = domain_of(contact->email), near;

		if (!domain.len || email_is_personal(contact->email))
			continue;
		near = near_own_domain(draft, domain);
		if (near.len)
			draft_doubt(draft, REMARK_DOMAIN_NEAR, 4, "5.6.2", contact->email, "el dominio %.*s se parece a %.*s, que es de la institución; se conserva como está",
				    STR_ARG(domain), STR_ARG(near));
		near = near.len ? (struct str){ 0 } : near_domain(people, domain, i);
		if (near.len)
			draft_doubt(draft, REMARK_DOMAIN_NEAR, 4, "5.6.2", contact->email, "el dominio %.*s se parece a %.*s, que también está en el documento; los dos se conservan",
				    STR_ARG(domain), STR_ARG(near));
	}
}

static void put_contact(struct draft *draft, const struct contact *contact)
{
	struct buf *out = &draft->front;

	buf_put_text(out, "        - nombre: ");
	put_quoted(out, contact->name);
	buf_put_char(out, '\n');
	if (!contact->name.len)
		draft_doubt(draft, REMARK_CONTACT_NAMELESS, 10, "5.6.2", contact->where, "hay un correo o un teléfono sin nombre");
	put_email(draft, contact);
	if (contact->phone.len) {
		buf_put_text(out, "          telefono: ");
		put_quoted(out, contact->phone);
		buf_put_char(out, '\n');
	}
}

static void put_unit(struct draft *draft, const struct people *people, size_t unit)
{
	const struct lettered *one = &people->units.at[unit];
	bool opened = false, holder = false;
	struct str key = draft_entry_key(draft, 4, ENTRY_UNIT, one->text, one->where, "5.6.1");

	buf_printf(&draft->front, "    - unidad: {clave: %.*s, texto: ", STR_ARG(key));
	put_quoted(&draft->front, one->text);
	buf_put_text(&draft->front, "}\n");
	for (size_t i = 0; i < people->contacts.count && i < PEOPLE_MAX; i++) {
		const struct contact *contact = &people->contacts.at[i];

		if (people->unit_of[i] != unit + 1)
			continue;
		if (people->holders && !holder && contact->name.len) {
			buf_put_text(&draft->front, "      titular: ");
			put_quoted(&draft->front, contact->name);
			buf_put_char(&draft->front, '\n');
			holder = true;
			if (!contact->email.len && !contact->phone.len && !contact->hidden)
				continue;
		}
		if (!opened)
			buf_put_text(&draft->front, "      enlaces:\n");
		opened = true;
		put_contact(draft, contact);
	}
}

/* What the document says beside the name of CONTACT, ready to be written in its unit. */
static struct str rest_of_contact(struct draft *draft, const struct contact *contact)
{
	struct str text = STR("");

	if (email_is_personal(contact->email))
		text = STR(", correo: reservado");
	else if (contact->email.len && !contact->broken)
		text = arena_printf(draft->arena, ", correo: %.*s", STR_ARG(contact->email));
	if (contact->phone.len)
		text = arena_printf(draft->arena, "%.*s, telefono: %.*s", STR_ARG(text), STR_ARG(contact->phone));
	return text;
}

static void tell_alone(struct draft *draft, const struct people *people)
{
	for (size_t i = 0; i < people->contacts.count && i <= PEOPLE_MAX; i++) {
		const struct contact *contact = &people->contacts.at[i];

		if (i < PEOPLE_MAX && people->unit_of[i])
			continue;
		if (email_is_personal(contact->email))
			draft_doubt(draft, REMARK_EMAIL_PRIVATE, 2, "5.6.2", contact->email, PRIVATE_EMAIL, STR_ARG(contact->name));
		draft_doubt(draft, REMARK_PERSON_ALONE, 2, "5.6.2", contact->where, "no se sabe de qué unidad es: «%.*s»%.*s",
			    STR_ARG(contact->name), STR_ARG(rest_of_contact(draft, contact)));
	}
}

/* The label says "titular(es)" and not "enlace(s)". */
static bool asks_for_holders(const struct draft *draft, const struct hit *hit)
{
	struct str label = str_slice(buf_str(&draft->form->document->text), hit->start, hit->label_end - hit->start);
	struct str folded = value_folded(draft->arena, label);

	return value_has_words(folded, STR("titular")) || value_has_words(folded, STR("titulares"));
}

/* An address behind the name of a unit is nobody's: it goes, and is told. */
static void cut_addresses(struct draft *draft, struct lettered_list *units)
{
	for (size_t i = 0; i < units->count && i < UNITS_MAX; i++) {
		struct lettered *one = &units->at[i];
		bool broken;
		struct str email = email_read(one->text, &broken);

		if (!email.ptr)
			continue;
		one->text = str_trim(str_slice(one->text, 0, (size_t)(email.ptr - one->text.ptr)));
		draft_doubt(draft, REMARK_EMAIL_LOOSE, 4, "5.6.1", one->where, "hay un correo junto a la unidad «%.*s» y no se copió", STR_ARG(one->text));
	}
}

/* UNITS: the label 5.6.1; NULL: the document has none, and says nothing of units. */
static void put_all(struct draft *draft, struct people *people, const struct hit *units, struct str piece)
{
	if (!people->units.count) {
		tell_alone(draft, people);
		if (units)
			draft_text(draft, 2, "unidades", STR(""), "5.6");
		else
			draft_word(draft, 2, "unidades", STR("no-consta"), "5.6");
		return;
	}
	draft_open(draft, 2, "unidades", "5.6");
	cut_addresses(draft, &people->units);
	cut_addresses(draft, &people->beside);
	compare_lists(draft, people, piece);
	tell_alone(draft, people);
	tell_domains(draft, people);
	for (size_t i = 0; i < people->units.count && i < UNITS_MAX; i++)
		put_unit(draft, people, i);
	if (people->units.count > UNITS_MAX)
		draft_doubt(draft, REMARK_UNITS_MANY, 4, "5.6.1", people->units.at[UNITS_MAX].where, "hay más de %d unidades; las demás no se copiaron", UNITS_MAX);
}

static void dispose_people(struct people *people)
{
	vec_dispose(&people->units);
	vec_dispose(&people->beside);
	vec_dispose(&people->contacts);
}

void draft_units(struct draft *draft)
{
	const struct hit *units, *contacts, *head = form_find(draft->form, LABEL_UNITS_HEAD);
	struct people people = { 0 };
	struct str piece;
	bool whole;

	people.unit_of = ARENA_ARRAY(draft->arena, PEOPLE_MAX, size_t);
	/* 5.6 without its two parts: one table */
	whole = head && !form_find(draft->form, LABEL_UNITS) && !form_find(draft->form, LABEL_CONTACTS);
	if (whole && read_table(draft, &people, head->value)) {
		people.holders = asks_for_holders(draft, head);
		draft_read(draft, "5.6.1", head->value);
		draft_read(draft, "5.6.2", head->value);
		put_all(draft, &people, head, head->value);
		dispose_people(&people);
		return;
	}
	if (whole && head->value.len)
		draft_doubt(draft, REMARK_PERSON_UNIT, 2, "5.6", head->value, "no se distinguen las unidades de las personas. El documento imprime «%.*s»",
			    STR_ARG(value_plain(draft->arena, str_slice(head->value, 0, 400))));
	units = draft_hit(draft, LABEL_UNITS);
	contacts = draft_hit(draft, LABEL_CONTACTS);
	piece = contacts ? contacts->value : (struct str){ 0 };
	if (!units && !contacts) {
		draft_word(draft, 2, "unidades", STR("no-consta"), "5.6");
		return;
	}
	if (units)
		lettered_read(draft->arena, value_without_blanks(units->value), &people.units);
	if (people.units.count)
		draft_read(draft, "5.6.1", units->value);
	else if (units)
		draft_blank(draft, "5.6.1", STR(""), str_slice(buf_str(&draft->form->document->text), units->start, 1));
	if (contacts) {
		people.holders = asks_for_holders(draft, contacts);
		if (!read_table(draft, &people, contacts->value) && !read_rows(draft, &people, contacts->value) &&
		    !read_labelled(draft, &people, contacts->value))
			read_columns(draft, &people, contacts->value);
		if (!people.units.count && people.beside.count) {
			draft_doubt(draft, REMARK_UNITS_MOVED, 2, "5.6.1", contacts->value, "las unidades se tomaron de 5.6.2");
			for (size_t i = 0; i < people.beside.count; i++)
				vec_push(&people.units, people.beside.at[i]);
		}
		take_units_out(draft, &people, piece);
		pair(draft, &people, piece);
	}
	if (people.contacts.count)
		draft_read(draft, "5.6.2", piece);
	else if (contacts)
		draft_blank(draft, "5.6.2", STR(""), str_slice(buf_str(&draft->form->document->text), contacts->start, 1));
	put_all(draft, &people, units, piece);
	dispose_people(&people);
}

/*
 * chapter.c -- the front matter, in the order of the format.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One function for each field that needs one; the others are one line of text
 * each. What a function cannot read it says, and writes no-consta.
 */
#include "draft.h"

#include "amount.h"
#include "base/escape.h"
#include "base/money.h"
#include "base/path.h"
#include "base/utf8.h"
#include "contact.h"
#include "piece.h"

static struct str plain(struct draft *draft, struct str piece)
{
	return value_plain(draft->arena, piece);
}

/* A value whose place among others tells what it is. */
static void tell_place(struct draft *draft, int indent, const struct hit *hit)
{
	if (hit->shifted)
		draft_doubt(draft, REMARK_MISPLACED, indent, label_number(hit->symbol), hit->value,
			    "su valor no está junto a su rótulo; se tomó por el orden");
}

/* KEY from the label SYMBOL, as text. */
static void put_plain_field(struct draft *draft, int indent, const char *key,
			    enum label_symbol symbol)
{
	const struct hit *hit = draft_hit(draft, symbol);
	const char *number = label_number(symbol);
	struct str text;

	if (!hit) {
		draft_word(draft, indent, key, STR("no-consta"), number);
		return;
	}
	text = plain(draft, value_without_blanks(hit->value));
	if (text.len == 0) {
		draft_blank(draft, number, STR(""), (struct str){ draft->form->document->text.ptr + hit->start, 1 });
		draft_text(draft, indent, key, STR(""), number);
		return;
	}
	tell_place(draft, indent, hit);
	draft_read(draft, number, hit->value);
	draft_text(draft, indent, key, text, number);
}

static struct str label_piece(const struct draft *draft, const struct hit *hit)
{
	return (struct str){ draft->form->document->text.ptr + hit->start, 1 };
}

/* ---- 1.1, and what only the words of the title say ---- */

/* What stands in 1.1 and 5.1, in 5.2, and before the first label. */
struct titles {
	struct str name;
	struct str programme;
	struct str acronym;
	struct str title;
	struct str folded;	/* all of them */
};

static struct str hit_text(struct draft *draft, enum label_symbol symbol)
{
	const struct hit *hit = form_find(draft->form, symbol);

	return hit ? plain(draft, value_without_blanks(hit->value)) : STR("");
}

static struct titles read_titles(struct draft *draft)
{
	struct titles titles = {
		.name = hit_text(draft, LABEL_NAME),
		.programme = hit_text(draft, LABEL_PROGRAMME),
		.acronym = hit_text(draft, LABEL_ACRONYM),
		.title = plain(draft, str_slice(draft->form->title, 0, 8192)),
	};

	titles.folded = value_folded(draft->arena,
		arena_printf(draft->arena, "%.*s | %.*s", STR_ARG(titles.name), STR_ARG(titles.title)));
	return titles;
}

static int year_at(struct str text, size_t at)
{
	int year = 0;

	for (size_t i = at; i < at + 4; i++) {
		if (i >= text.len || text.ptr[i] < '0' || text.ptr[i] > '9')
			return 0;
		year = year * 10 + (text.ptr[i] - '0');
	}
	if (at + 4 < text.len && text.ptr[at + 4] >= '0' && text.ptr[at + 4] <= '9')
		return 0;
	return year >= 1990 && year <= 2100 ? year : 0;
}

/* "ejercicio fiscal 2022" in the folded TEXT. *OTHER: another year is named so too. */
static int year_behind_words(struct str text, int *other)
{
	static const char *const words[] = {
		"ejercicio fiscal ", "ejercicio fiscal del ano ", "ejercicio ", "ejercicio fiscal de ", "ejercicio fiscal: ",
	};
	int found = 0;

	for (size_t at = 0; at < text.len;) {
		size_t place = str_find(str_slice(text, at, (size_t)-1), STR("ejercicio"));

		if (place == (size_t)-1)
			break;
		at += place;
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
			struct str phrase = str_from(words[i]);
			int year;

			if (!str_starts(str_slice(text, at, (size_t)-1), phrase))
				continue;
			year = year_at(text, at + phrase.len);
			if (year && found && year != found)
				*other = year;
			else if (year && !found)
				found = year;
		}
		at += 9;
	}
	return found;
}

/* The year at the end of an acronym: "FORTAMUN-DF-2022". */
static int year_of_acronym(struct str acronym, struct str *without)
{
	size_t at = acronym.len;
	int year = 0;

	*without = acronym;
	if (at > 5)
		year = year_at(acronym, at - 4);
	if (year && strchr("- ", acronym.ptr[at - 5]))
		*without = str_trim(str_slice(acronym, 0, at - 5));
	else
		year = 0;
	return year;
}

static int settle_year(struct draft *draft, const struct titles *titles)
{
	const struct hit *other_form = form_find(draft->form, LABEL_OTHER_YEAR);
	struct str without;
	int other = 0, year = draft->options->year, told = year_behind_words(titles->folded, &other);
	int of_acronym = year_of_acronym(titles->acronym, &without);

	if (!told && other_form)
		told = year_at(plain(draft, other_form->value), 0);
	if (!told)
		told = of_acronym;
	if (year && told && year != told)
		draft_doubt(draft, REMARK_YEAR_DOUBTFUL, 0, "", draft->form->title, "usted dijo ejercicio %d y el documento dice %d", year, told);
	else if (other)
		draft_doubt(draft, REMARK_YEAR_DOUBTFUL, 0, "", draft->form->title, "el documento habla de los ejercicios %d y %d; se tomó %d", told, other, told);
	else if (of_acronym && told != of_acronym)
		draft_doubt(draft, REMARK_YEAR_DOUBTFUL, 0, "5.2", form_find(draft->form, LABEL_ACRONYM)->value, "las siglas llevan el año %d y el título dice %d", of_acronym, told);
	return year ? year : told;
}

static void tell_deduced(struct draft *draft, struct str fund, struct str piece)
{
	draft_doubt(draft, REMARK_FUND_DOUBTFUL, 0, "5.1", piece, "el fondo «%.*s» se dedujo del título; no hay siglas que lo confirmen",
		    STR_ARG(fund));
}

/* *HOW: what of the document it was found by; MATCH_NONE: the title as a whole. */
static struct str fund_of(struct draft *draft, const struct titles *titles, enum match_how *how)
{
	const struct site *site = draft->options->site;
	struct str without, tries[3], text;
	struct entry *entry;
	bool doubtful;

	if (draft->options->fund.len)
		return draft->options->fund;
	year_of_acronym(titles->acronym, &without);
	tries[0] = without;
	tries[1] = titles->acronym;
	tries[2] = titles->programme;
	for (int i = 0; i < 3; i++) {
		struct match match = match_find(draft->arena, site, ENTRY_FUND, tries[i], NULL);

		if (match.how != MATCH_NONE) {
			*how = match.how;
			return match.entry->key;
		}
	}
	text = arena_printf(draft->arena, "%.*s | %.*s", STR_ARG(titles->name), STR_ARG(titles->title));
	entry = match_fund(draft->arena, site, text, &doubtful);
	if (entry && doubtful)
		tell_deduced(draft, entry->key, draft->form->title);
	return entry ? entry->key : (struct str){ 0 };
}

/* What is within the parentheses of TEXT from AT ("(FISM)"), when it is an acronym; absent: it is none. */
static struct str acronym_at(struct str text, size_t at)
{
	size_t length = 0, letters = 0;
	struct str words = str_slice(text, at + 1, 24);

	for (; length < words.len && words.ptr[length] != ')'; length++) {
		char c = words.ptr[length];

		letters += c >= 'A' && c <= 'Z';
		if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && !strchr("- ", c))
			return (struct str){ 0 };
	}
	return length < words.len && letters > 2 ? str_slice(words, 0, length) : (struct str){ 0 };
}

/* "Fondo de Aportaciones ... (FISM)" in TEXT. *OTHER: a second one is named so too.
   False: there is none. */
static bool named_fund(struct str text, struct str *name, struct str *acronym, struct str *other)
{
	*acronym = *other = (struct str){ 0 };
	for (size_t at = 0; at < text.len; at++) {
		size_t found = str_find(str_slice(text, at, (size_t)-1), STR("Fondo ")), length = 0;
		struct str words, inside, without;

		if (found == (size_t)-1)
			break;
		at += found;
		words = str_slice(text, at, 240);
		while (length < words.len && !strchr("().,;:|", words.ptr[length]))
			length++;
		if (length == words.len || words.ptr[length] != '(')
			continue;
		inside = acronym_at(words, length);
		year_of_acronym(inside, &without);
		if (!without.len)
			continue;
		if (acronym->len && !str_equal(*acronym, without))
			*other = without;
		if (acronym->len)
			continue;
		*acronym = without;
		*name = str_trim(str_slice(words, 0, length));
	}
	return acronym->len > 0;
}

/* Where "(ACRONYM" stands in 1.1, or before the first label; PIECE: in neither. */
static struct str place_of(struct draft *draft, struct str acronym, struct str piece)
{
	const struct hit *name = form_find(draft->form, LABEL_NAME);
	struct str texts[] = { name ? name->value : (struct str){ 0 }, draft->form->title };

	for (int i = 0; i < 2; i++) {
		size_t at = str_find(texts[i], arena_printf(draft->arena, "(%.*s", STR_ARG(acronym)));

		if (at != (size_t)-1)
			return str_slice(texts[i], at + 1, acronym.len);
	}
	return piece;
}

static void tell_no_fund(struct draft *draft, struct str acronym, struct str other)
{
	if (other.len)
		draft_doubt(draft, REMARK_FUND_DOUBTFUL, 0, "5.1", place_of(draft, acronym, draft->form->title),
			    "el título nombra más de un fondo: «%.*s» y «%.*s»", STR_ARG(acronym), STR_ARG(other));
	else
		draft_doubt(draft, REMARK_FUND_DOUBTFUL, 0, "5.1", (struct str){ 0 }, "el documento no dice cuál fondo se evaluó");
}

/* The key of a fund that the catalogue has not, by 5.2, 5.1 or the title; it gets a file. Absent, and so
   told: no fund is named, or two are. */
static struct str new_fund(struct draft *draft, const struct titles *titles, struct str piece)
{
	struct str acronym, name, other;

	year_of_acronym(titles->acronym, &acronym);
	name = draft_says_none(draft, titles->programme) ? STR("") : match_name(draft->arena, titles->programme);
	/* several acronyms, or a sentence, are no name of one */
	if (acronym.len && acronym.len <= 24 && !draft_says_none(draft, acronym) && name.len)
		return draft_new_fund(draft, acronym, name, piece, "5.1");
	if (acronym.len || titles->programme.len)
		return draft_entry_key(draft, 0, ENTRY_FUND, acronym.len ? acronym : titles->programme, piece, "5.1");
	if (!named_fund(titles->name, &name, &acronym, &other))
		named_fund(titles->title, &name, &acronym, &other);
	if (!acronym.len || other.len) {
		tell_no_fund(draft, acronym, other);
		return (struct str){ 0 };
	}
	piece = place_of(draft, acronym, piece);
	tell_deduced(draft, acronym, piece);
	return draft_new_fund(draft, acronym, name, piece, "5.1");
}

static void put_fund(struct draft *draft, const struct titles *titles)
{
	enum match_how how = MATCH_NONE;
	struct str key = fund_of(draft, titles, &how);
	const struct hit *hit = form_find(draft->form, LABEL_ACRONYM);
	struct str piece = hit && hit->value.len ? hit->value : draft->form->title;
	struct match by_name;

	if (how == MATCH_ALIAS)
		draft_note(draft, REMARK_BY_ALIAS, "5.2", piece, "«%.*s» se tomó por el fondo «%.*s»",
			   STR_ARG(titles->acronym.len ? titles->acronym : titles->programme), STR_ARG(key));
	if (how == MATCH_NEAR)
		draft_doubt(draft, REMARK_BY_LIKENESS, 0, "5.2", piece, "las siglas se tomaron por las del fondo «%.*s», que se escriben parecido", STR_ARG(key));
	if (!key.len)
		key = new_fund(draft, titles, piece);
	by_name = match_find(draft->arena, draft->options->site, ENTRY_FUND, titles->programme, NULL);
	if (key.len && (by_name.how == MATCH_EXACT || by_name.how == MATCH_ALIAS) && !str_equal(by_name.entry->key, key))
		draft_doubt(draft, REMARK_FUND_DOUBTFUL, 0, "5.1", piece, "el nombre es el del fondo «%.*s» y las siglas son las de «%.*s»",
			    STR_ARG(by_name.entry->key), STR_ARG(key));
	draft->fund_key = key;
	if (key.len) {
		draft_word(draft, 0, "fondo", key, "");
		return;
	}
	draft->required++;
	draft_word(draft, 0, "fondo", STR("no-consta"), "");
}

/* "Municipio de X" in the title: up to a comma, a parenthesis or a stop. */
static struct str named_municipality(const struct titles *titles)
{
	struct str texts[] = { titles->name, titles->title };

	for (int i = 0; i < 2; i++) {
		size_t at = str_find(texts[i], STR("Municipio de ")), length;
		struct str name;

		if (at == (size_t)-1)
			continue;
		name = str_slice(texts[i], at, 80);
		for (length = 0; length < name.len && !strchr(",.()|;:", name.ptr[length]);)
			length++;
		name = str_trim(str_slice(name, 0, length));
		if (name.len > 13 && utf8_valid_length(name) == name.len)
			return name;
	}
	return (struct str){ 0 };
}

static void put_entity(struct draft *draft, const struct titles *titles)
{
	const struct site *site = draft->options->site;
	struct str texts = arena_printf(draft->arena, "%.*s | %.*s", STR_ARG(titles->name), STR_ARG(titles->title));
	struct str name = named_municipality(titles);
	struct match match = match_find(draft->arena, site, ENTRY_ENTITY, name, NULL);

	draft->entity = match.entry ? match.entry : name.len ? NULL : match_mention(draft->arena, site, ENTRY_ENTITY, texts);
	if (match.entry && match.how == MATCH_NEAR)
		draft_doubt(draft, REMARK_BY_LIKENESS, 0, "1.1", draft->form->title, "«%.*s» se tomó por «%.*s», que se escribe parecido",
			    STR_ARG(name), STR_ARG(match.entry->name));
	if (!draft->entity && name.len)
		draft->entity_key = draft_entry_key(draft, 0, ENTRY_ENTITY, name, draft->form->title, "1.1");
	else if (draft->entity)
		draft->entity_key = draft->entity->key;
	if (draft->entity_key.len) {
		draft_word(draft, 0, "ente", draft->entity_key, "");
		return;
	}
	draft->entity = record_target(site->record, SITE_ENTITY);
	draft_doubt(draft, REMARK_ENTITY_ABSENT, 0, "", (struct str){ 0 }, "el título no dice de qué ente es; sin «ente», se toma el del sitio");
	buf_put_text(&draft->front, "# ente: una clave de content/entes/\n");
}

/* The longest name of a type that stands in the title. */
static void put_type(struct draft *draft, const struct titles *titles)
{
	const struct record_type *type = record_type(RECORD_EVALUATION);
	const struct field *field = &type->fields[EVALUATION_TYPE];
	const struct hit *hit = form_find(draft->form, LABEL_OTHER_TYPE);
	struct str folded = titles->folded;
	const struct choice *best = NULL;

	if (hit && hit->value.len)
		folded = value_folded(draft->arena, plain(draft, hit->value));
	for (size_t i = 0; i < field->choice_count; i++) {
		const struct choice *choice = &field->choices[i];

		if (value_has_words(folded, value_folded(draft->arena, choice->label)) &&
		    (!best || choice->label.len > best->label.len))
			best = choice;
	}
	if (best)
		draft_word(draft, 0, "tipo", best->value, "");
	else
		buf_put_text(&draft->front, "# tipo: el título no lo dice\n");
}

/* ---- dates ---- */

/* The century of two digits: that of a fiscal year the document names, which an
   evaluation follows within a few years; 0 when nothing settles it. */
static int whole_year(const struct draft *draft, int digits)
{
	for (int ahead = 0; ahead <= 8 && draft->year; ahead++)
		if ((draft->year + ahead) % 100 == digits)
			return draft->year + ahead;
	return 0;
}

static void put_date(struct draft *draft, const char *key, enum label_symbol symbol)
{
	const struct hit *hit = draft_hit(draft, symbol);
	const char *number = label_number(symbol);
	struct str text;
	struct buf iso;
	struct date date;
	enum date_found found;

	if (!hit) {
		draft_word(draft, 0, key, STR("no-consta"), number);
		return;
	}
	text = plain(draft, value_without_blanks(hit->value));
	if (text.len == 0 || str_equal(text, STR("(dd/mm/aaaa)"))) {
		draft_blank(draft, number, STR(""), label_piece(draft, hit));
		draft_text(draft, 0, key, STR(""), number);
		return;
	}
	tell_place(draft, 0, hit);
	if (draft_says_none(draft, text)) {
		draft_text(draft, 0, key, text, number);
		return;
	}
	found = value_date(draft->arena, text, &date);
	if (found == DATE_TWO_DIGITS && whole_year(draft, date.year)) {
		int digits = date.year;

		date.year = (int16_t)whole_year(draft, digits);
		draft_doubt(draft, REMARK_DATE_DOUBTFUL, 0, number, hit->value, "«%.*s» sólo tiene dos cifras del año; se leyó %d porque el ejercicio es %d",
			    STR_ARG(text), date.year, draft->year);
		found = date_compare(date_from_days(date_to_days(date)), date) == 0 ? DATE_FOUND : DATE_BAD;
	}
	if (found != DATE_FOUND) {
		draft_doubt(draft, REMARK_DATE_DOUBTFUL, 0, number, hit->value,
			    found == DATE_SEVERAL ? "«%.*s» tiene más de una fecha, y no se sabe cuál es" :
			    found == DATE_TWO_DIGITS ? "«%.*s» sólo tiene dos cifras del año y nada en el documento dice el siglo"
						     : "«%.*s» no es una fecha que se pueda leer", STR_ARG(str_slice(text, 0, 120)));
		draft_word(draft, 0, key, STR("no-consta"), number);
		return;
	}
	buf_init(&iso);
	date_put_iso(&iso, date);
	draft_read(draft, number, hit->value);
	draft_word(draft, 0, key, buf_str(&iso), number);
	buf_dispose(&iso);
}

/* ---- 1.4 ---- */

/* The value behind "Nombre:" or "Unidad administrativa:" at its AT-th time. */
struct pair {
	struct str name;
	struct str unit;
};

struct pairs {
	struct pair at[32];
	int count;
	bool labelled;
};

/* Where a word of a label stands at the start of a line or behind a value, with a
   colon behind it or nothing else on its line. */
static size_t find_sublabel(struct str text, size_t at, const char *words, size_t *end)
{
	for (;;) {
		size_t start = label_find(text, at, words, end), next;
		bool line;

		if (start == (size_t)-1)
			return start;
		line = start == 0 || text.ptr[start - 1] == '\n' || text.ptr[start - 1] < ' ';
		for (next = *end; next < text.len && strchr(" ()s\x01\x02\x03\x04", text.ptr[next]);)
			next++;
		if (next < text.len && text.ptr[next] == ':') {
			*end = next + 1;
			return start;
		}
		if (line && (next >= text.len || text.ptr[next] == '\n')) {
			*end = next;
			return start;
		}
		at = *end;
	}
}

/* All "Nombre:" and "Unidad administrativa:" of TEXT, in order. */
static void read_pairs(struct pairs *pairs, struct str text)
{
	size_t at = 0, name_end, unit_end;

	*pairs = (struct pairs){ 0 };
	while (pairs->count < 32) {
		size_t name = find_sublabel(text, at, "nombre", &name_end);
		size_t unit = find_sublabel(text, name == (size_t)-1 ? at : name_end, "unidad administrativa", &unit_end);
		size_t next, ignored;
		struct pair *pair = &pairs->at[pairs->count];

		if (name == (size_t)-1 && unit == (size_t)-1)
			break;
		pairs->labelled = true;
		next = unit == (size_t)-1 ? (size_t)-1 : find_sublabel(text, unit_end, "nombre", &ignored);
		if (name != (size_t)-1)
			pair->name = piece_trim(str_slice(text, name_end, (unit == (size_t)-1 ? text.len : unit) - name_end));
		if (unit != (size_t)-1)
			pair->unit = piece_trim(str_slice(text, unit_end, (next == (size_t)-1 ? text.len : next) - unit_end));
		pairs->count++;
		if (unit == (size_t)-1 || next == (size_t)-1)
			break;
		at = next;
	}
	/* a head of a table: "Nombre | Unidad administrativa", and the values below */
	if (pairs->count == 1 && pairs->at[0].name.len == 0 && pairs->at[0].unit.len) {
		size_t cut = str_find(pairs->at[0].unit, STR("\n\n"));

		if (cut != (size_t)-1) {
			pairs->at[0].name = piece_trim(str_slice(pairs->at[0].unit, 0, cut));
			pairs->at[0].unit = piece_trim(str_slice(pairs->at[0].unit, cut, (size_t)-1));
		}
	}
}

/* Without labels: the words from the first that names a kind of unit or post. */
static bool split_person(struct draft *draft, struct str text, struct pair *pair)
{
	static const char heads[] =
		"direccion|secretaria|subsecretaria|departamento|coordinacion|instituto|tesoreria|contraloria|unidad|oficialia|"
		"titular|jefe|jefa|director|directora|subdirector|subdirectora|subdireccion|jefatura|coordinador|coordinadora|"
		"tesorero|tesorera|contralor|contralora|secretario|sindico|regidor|regidora|encargado|encargada|presidente|presidenta";
	size_t at, end;

	text = plain(draft, text);
	at = label_find(text, 0, heads, &end);
	if (at == 0 || at == (size_t)-1)
		return false;
	pair->name = str_trim(str_slice(text, 0, at));
	pair->unit = str_trim(str_slice(text, at, (size_t)-1));
	while (pair->name.len && strchr(",;.-(/ ", pair->name.ptr[pair->name.len - 1]))
		pair->name.len--;
	return pair->name.len != 0;
}

/* One person of 1.4, of UNIT. */
static void put_person(struct draft *draft, const struct contact *person, struct str unit, struct str piece)
{
	buf_put_text(&draft->front, "  - nombre: ");
	put_quoted(&draft->front, person->name);
	buf_put_char(&draft->front, '\n');
	if (unit.len)
		draft_reference(draft, 4, "unidad", ENTRY_UNIT, unit, piece, "1.4");
	else
		draft_text(draft, 4, "unidad", STR(""), "");
	if (email_is_personal(person->email)) {
		draft_doubt(draft, REMARK_EMAIL_PRIVATE, 4, "1.4", piece, PRIVATE_EMAIL, STR_ARG(person->name));
		draft_word(draft, 4, "correo", STR("reservado"), "");
	} else if (person->email.len && !person->broken) {
		draft_text(draft, 4, "correo", person->email, "");
	} else if (person->email.len || person->hidden) {
		draft_doubt(draft, person->hidden ? REMARK_EMAIL_HIDDEN : REMARK_EMAIL_CUT, 4, "1.4", piece,
			    person->hidden ? HIDDEN_EMAIL : CUT_EMAIL);
		draft_word(draft, 4, "correo", STR("no-consta"), "");
	}
	if (person->phone.len)
		draft_text(draft, 4, "telefono", person->phone, "");
}

/* The words of a unit, without an address and a telephone that stand behind them;
   those go to PERSON. */
static struct str unit_words(struct draft *draft, struct str unit, struct contact *person)
{
	struct str words = value_without_blanks(unit);
	size_t end = contact_start(words);
	struct contact_list list = { 0 };

	if (end < words.len) {
		vec_push(&list, *person);
		contacts_read(draft->arena, str_slice(words, end, (size_t)-1), &list);
		*person = list.at[0];
		vec_dispose(&list);
	}
	words = plain(draft, str_slice(words, 0, end));
	while (words.len && strchr(",;-(", words.ptr[words.len - 1]))
		words = str_trim(str_slice(words, 0, words.len - 1));
	return words;
}

/* A name, or a name with its address and telephone, or several of those. */
static void put_pair(struct draft *draft, const struct pair *pair, struct str piece)
{
	struct contact_list people = { 0 };
	struct contact alone = { .name = plain(draft, value_without_blanks(pair->name)) };
	bool contacts = strpbrk(arena_str(draft->arena, alone.name).ptr, "@[0123456789") != NULL;

	if (contacts)
		contacts_read(draft->arena, pair->name, &people);
	if (!people.count)
		vec_push(&people, alone);
	for (size_t i = 0; i < people.count && i < 50; i++) {
		struct str unit = unit_words(draft, pair->unit, &people.at[i]);

		put_person(draft, &people.at[i], unit, piece);
	}
	vec_dispose(&people);
}

static void put_persons(struct draft *draft)
{
	const struct hit *hit = draft_hit(draft, LABEL_PERSON);
	struct pairs pairs;

	if (!hit) {
		draft_word(draft, 0, "seguimiento", STR("no-consta"), "1.4");
		return;
	}
	read_pairs(&pairs, hit->value);
	if (!pairs.count && piece_trim(hit->value).len) {
		pairs.count = 1;
		if (split_person(draft, hit->value, &pairs.at[0]))
			draft_doubt(draft, REMARK_PERSON_UNIT, 0, "1.4", hit->value, "el nombre y la unidad vienen juntos; se separaron donde empieza la unidad o el cargo");
		else
			pairs.at[0] = (struct pair){ .name = hit->value };
		if (!pairs.at[0].unit.ptr)
			draft_doubt(draft, REMARK_PERSON_UNIT, 0, "1.4", hit->value, "no se distingue la unidad administrativa de la persona");
	}
	draft_open(draft, 0, "seguimiento", "1.4");
	if (!pairs.count)
		pairs.count = 1;
	if (!value_without_blanks(pairs.at[0].name).len)
		draft_blank(draft, "1.4", STR(""), label_piece(draft, hit));
	else
		draft_read(draft, "1.4", hit->value);
	for (int i = 0; i < pairs.count; i++)
		put_pair(draft, &pairs.at[i], hit->value.len ? hit->value : label_piece(draft, hit));
}

/* ---- 1.7 ---- */

static struct str mark_word(enum mark mark)
{
	return mark == MARK_YES ? STR("si") : mark == MARK_NO ? STR("no") : STR("no-consta");
}

/* What TAIL, behind "Especifique:", says: all of it where the prose of 1.7 has a label of
   its own; else its paragraph, which the prose comes behind. */
static struct str specified(const struct draft *draft, struct str tail)
{
	size_t end = form_find(draft->form, LABEL_TECHNIQUES) ? (size_t)-1 : str_find(tail, STR("\n\n"));

	return str_slice(tail, 0, end);
}

static void put_instruments(struct draft *draft)
{
	static const char *const options[] = { "cuestionarios", "entrevistas", "formatos", "otros", "especifique" };
	const struct hit *hit = form_find(draft->form, LABEL_INSTRUMENTS);
	enum mark marks[5];
	struct str tail, value, piece;
	bool labelled = hit != NULL, specify;
	int unknown = 0;

	if (!hit)
		hit = form_find(draft->form, LABEL_METHOD);
	value = hit ? hit->value : STR("");
	piece = value_marks_piece(value, options, 5);
	if ((!labelled && !piece.ptr) || !value_marks(value, options, 5, marks, &tail)) {
		draft_missing(draft, "1.7", "Instrumentos de recolección de información");
		draft_word(draft, 0, "instrumentos", STR("no-consta"), "1.7");
		return;
	}
	specify = label_find(value, 0, "especifique", &(size_t){ 0 }) != (size_t)-1;
	if (specify) {
		tail = specified(draft, tail);
		piece.len = piece.ptr ? (size_t)(tail.ptr + tail.len - piece.ptr) : 0;
	}
	draft->marks = piece;
	for (int i = 0; i < 4; i++)
		unknown += marks[i] == MARK_UNKNOWN;
	if (unknown)
		draft_doubt(draft, REMARK_MARK_LOST, 0, "1.7", value, "se perdió la marca de %s. El documento imprime «%.*s»",
			    unknown == 1 ? "un instrumento: no consta si se usó" : "varios instrumentos: no consta si se usaron",
			    STR_ARG(plain(draft, str_slice(value, 0, (size_t)(tail.ptr - value.ptr)))));
	draft_open(draft, 0, "instrumentos", "1.7");
	draft_read(draft, "1.7", value);
	for (int i = 0; i < 4; i++)
		draft_word(draft, 2, options[i], mark_word(marks[i]), "");
	if (specify)
		draft_text(draft, 2, "especifique", plain(draft, value_without_blanks(tail)), "");
}

/* "valoración global de 21.25/23" in 3.1: a score and its own maximum. */
static void put_score(struct draft *draft)
{
	const struct hit *hit = form_find(draft->form, LABEL_CONCLUSIONS);
	struct str text, folded;
	size_t at, digits = 0, slash;

	if (!hit)
		return;
	text = plain(draft, hit->value);
	folded = value_folded(draft->arena, text);
	at = str_find(folded, STR("valoracion"));
	if (at == (size_t)-1)
		at = str_find(folded, STR("calificacion"));
	if (at == (size_t)-1)
		return;
	folded = str_slice(folded, at, 60);
	for (at = 0; at < folded.len && !(folded.ptr[at] >= '0' && folded.ptr[at] <= '9');)
		at++;
	for (slash = 0; at + digits < folded.len && ((folded.ptr[at + digits] >= '0' && folded.ptr[at + digits] <= '9') ||
	     (strchr("./", folded.ptr[at + digits]) && at + digits + 1 < folded.len &&
	      folded.ptr[at + digits + 1] >= '0' && folded.ptr[at + digits + 1] <= '9')); digits++)
		slash += folded.ptr[at + digits] == '/';
	if (slash != 1)
		return;
	draft_word(draft, 0, "valoracion", str_slice(folded, at, digits), "3.1");
}

/* Forms without numbers print the name right above their first label. */
static struct str other_name(const struct draft *draft)
{
	struct str title = draft->form->title;
	size_t at = title.len;

	while (at > 1 && !(title.ptr[at - 1] == '\n' && title.ptr[at - 2] == '\n'))
		at--;
	title = piece_trim(str_slice(title, at > 1 ? at : 0, (size_t)-1));
	return title.len > 8 && title.len < 400 ? title : STR("");
}

/* The entity whose evaluation has the address YEAR/KEY already: *ENTITY may be
   absent. False: nobody has it. */
static bool key_owner(struct draft *draft, struct str key, struct str *entity)
{
	const struct import_options *options = draft->options;
	struct str path = draft_path(draft, key);
	struct str identity = arena_printf(draft->arena, "%d/%.*s", draft->year, STR_ARG(key));
	const struct entry *entry = site_find(options->site, ENTRY_EVALUATION, identity);
	const struct entry *of;

	*entity = (struct str){ 0 };
	for (size_t i = 0; i < options->made_count; i++)
		if (str_equal(options->made[i].path, path)) {
			*entity = options->made[i].entity;
			return true;
		}
	if (!entry || !entry->record)
		return false;
	of = record_target(entry->record, EVALUATION_ENTITY);
	if (!of)
		of = record_target(options->site->record, SITE_ENTITY);
	if (of)
		*entity = of->key;
	return true;
}

/*
 * The name of its file: what the user says, the acronym, the fund, and last the
 * document's own name. Where another entity's evaluation has it, the entity goes
 * behind it; where this entity's has it, it stays, and nothing will be written.
 */
static void settle_key(struct draft *draft, const struct titles *titles)
{
	struct str without, owner, name = path_stem(path_name(draft->options->name));

	if (draft->options->key.len) {
		draft->key = draft->options->key;
		return;
	}
	year_of_acronym(titles->acronym, &without);
	draft->key = without.len && without.len <= 40 ? match_key(draft->arena, without)
		   : draft->fund_key.len ? draft->fund_key : (struct str){ 0 };
	if (!draft->key.len) {
		draft->key = match_key(draft->arena, name);
		draft_doubt(draft, REMARK_KEY_OF_FILE, 0, "", (struct str){ 0 },
			    "la clave «%.*s» es el nombre del documento, que nada dice",
			    STR_ARG(draft->key));
	}
	if (key_owner(draft, draft->key, &owner) && draft->entity_key.len && owner.len &&
	    !str_equal(owner, draft->entity_key)) {
		struct str taken = draft->key;

		draft->key = arena_printf(draft->arena, "%.*s-%.*s", STR_ARG(taken), STR_ARG(draft->entity_key));
		draft_note(draft, REMARK_KEY_OF_ENTITY, "", (struct str){ 0 },
			   "«%.*s» es la evaluación de otro ente («%.*s»): la clave lleva además la de éste, «%.*s»",
			   STR_ARG(taken), STR_ARG(owner), STR_ARG(draft->key));
	}
}

void draft_chapter_one(struct draft *draft)
{
	struct titles titles = read_titles(draft);
	const struct hit *name = form_find(draft->form, LABEL_NAME);

	if (!titles.name.len && !draft->form->numbered && other_name(draft).len) {
		titles.name = plain(draft, other_name(draft));
		draft_doubt(draft, REMARK_NAME_UNLABELLED, 0, "1.1", other_name(draft), "el documento no rotula el nombre: se tomó lo que está antes del primer rótulo");
		draft_read(draft, "1.1", other_name(draft));
		draft_text(draft, 0, "nombre", titles.name, "1.1");
	} else if (titles.name.len) {
		tell_place(draft, 0, name);
		draft_read(draft, "1.1", name->value);
		draft_text(draft, 0, "nombre", titles.name, "1.1");
	} else {
		if (titles.title.len)
			draft_doubt(draft, REMARK_NAME_UNLABELLED, 0, "1.1", draft->form->title, "falta el nombre; antes del primer rótulo dice: «%.*s»",
				    STR_ARG(str_slice(titles.title, 0, 400)));
		if (draft_hit(draft, LABEL_NAME))
			draft_blank(draft, "1.1", STR(""), label_piece(draft, name));
		draft_word(draft, 0, "nombre", name ? STR("\"\"") : STR("no-consta"), "1.1");
		draft->required++;
	}
	draft->year = settle_year(draft, &titles);
	if (draft->year)
		buf_printf(&draft->front, "ejercicio: %d\n", draft->year);
	put_fund(draft, &titles);
	put_entity(draft, &titles);
	put_type(draft, &titles);
	put_date(draft, "inicio", LABEL_START);
	put_date(draft, "termino", LABEL_FINISH);
	put_persons(draft);
	put_instruments(draft);
	put_score(draft);
	settle_key(draft, &titles);
}

/* ---- 4 ---- */

static void put_email(struct draft *draft, const struct hit *hit)
{
	bool broken;
	struct str email = email_read(hit->value, &broken);

	if (!email.ptr) {
		draft_doubt(draft, REMARK_EMAIL_BAD, 2, "4.5", hit->value, "«%.*s» no es un correo que se pueda leer",
			    STR_ARG(plain(draft, str_slice(hit->value, 0, 120))));
		draft_word(draft, 2, "correo", STR("no-consta"), "4.5");
		return;
	}
	if (broken) {
		draft_doubt(draft, REMARK_EMAIL_CUT, 2, "4.5", email, CUT_EMAIL ": «%.*s»", STR_ARG(plain(draft, email)));
		draft_word(draft, 2, "correo", STR("no-consta"), "4.5");
		return;
	}
	draft_read(draft, "4.5", hit->value);
	draft_text(draft, 2, "correo", plain(draft, email), "4.5");
}

static void put_institution(struct draft *draft)
{
	const struct hit *hit = form_find(draft->form, LABEL_INSTITUTION);
	struct str text;

	if (!hit)
		hit = form_find(draft->form, LABEL_OTHER_EVALUATOR);
	if (!hit) {
		draft_hit(draft, LABEL_INSTITUTION);
		draft_word(draft, 2, "institucion", STR("no-consta"), "4.3");
		return;
	}
	text = plain(draft, value_without_blanks(hit->value));
	if (!text.len) {
		draft_blank(draft, "4.3", STR(""), label_piece(draft, hit));
		draft_text(draft, 2, "institucion", STR(""), "4.3");
		return;
	}
	tell_place(draft, 2, hit);
	draft_read(draft, "4.3", hit->value);
	draft_reference(draft, 2, "institucion", ENTRY_EVALUATOR, text, hit->value, "4.3");
}

static void put_collaborators(struct draft *draft)
{
	const struct hit *hit = draft_hit(draft, LABEL_COLLABORATORS);
	struct str_list names = { 0 };
	struct lettered_list marked = { 0 };
	bool doubtful = false;

	if (!hit) {
		draft_word(draft, 2, "colaboradores", STR("no-consta"), "4.4");
		return;
	}
	/* "1. Persona Una 2. Persona Dos" */
	lettered_read(draft->arena, value_without_blanks(hit->value), &marked);
	if (marked.count > 1 && marked.at[0].letter && marked.at[1].letter)
		for (size_t i = 0; i < marked.count; i++)
			vec_push(&names, marked.at[i].text);
	else
		names_read(draft->arena, value_without_blanks(hit->value), &names, &doubtful);
	vec_dispose(&marked);
	if (names.count == 0) {
		draft_blank(draft, "4.4", STR(""), label_piece(draft, hit));
		draft_text(draft, 2, "colaboradores", STR(""), "4.4");
	} else if (names.count == 1) {
		draft_read(draft, "4.4", hit->value);
		draft_text(draft, 2, "colaboradores", names.at[0], "4.4");
	} else {
		if (doubtful)
			draft_doubt(draft, REMARK_NAMES_JOINED, 2, "4.4", hit->value, "«y» se leyó como separación de dos personas");
		draft_read(draft, "4.4", hit->value);
		draft_open(draft, 2, "colaboradores", "4.4");
		for (size_t i = 0; i < names.count; i++) {
			buf_put_text(&draft->front, "    - ");
			put_quoted(&draft->front, names.at[i]);
			buf_put_char(&draft->front, '\n');
		}
	}
	vec_dispose(&names);
}

void draft_chapter_four(struct draft *draft)
{
	const struct hit *hit;

	draft_open(draft, 0, "evaluador", "4");
	put_plain_field(draft, 2, "coordinador", LABEL_COORDINATOR);
	put_plain_field(draft, 2, "cargo", LABEL_POST);
	put_institution(draft);
	put_collaborators(draft);
	hit = form_find(draft->form, LABEL_EMAIL);
	if (hit && value_without_blanks(hit->value).len && !draft_says_none(draft, plain(draft, hit->value)))
		put_email(draft, hit);
	else
		put_plain_field(draft, 2, "correo", LABEL_EMAIL);
	put_plain_field(draft, 2, "telefono", LABEL_PHONE);
}

/* ---- 5 ---- */

/* Options of which several may be marked. */
static void put_choices(struct draft *draft, const char *key, enum label_symbol symbol,
			const char *const *options, const char *const *values, int count)
{
	const struct hit *hit = draft_hit(draft, symbol);
	const char *number = label_number(symbol);
	enum mark marks[8];
	struct str tail;
	struct buf list;
	size_t end;
	int yes = 0, unknown = 0, found;

	if (!hit) {
		draft_word(draft, 2, key, STR("no-consta"), number);
		return;
	}
	buf_init(&list);
	found = value_marks(hit->value, options, count, marks, &tail);
	for (int i = 0; i < count; i++) {
		unknown += marks[i] == MARK_UNKNOWN;
		/* one option alone is the answer, not a choice to mark */
		if (marks[i] == MARK_YES || (found == 1 && marks[i] == MARK_UNKNOWN &&
					     label_find(hit->value, 0, options[i], &end) != (size_t)-1))
			buf_printf(&list, "%s%s", yes++ ? ", " : "", values[i]);
	}
	if (yes) {
		draft_read(draft, number, hit->value);
		draft_word(draft, 2, key, yes == 1 ? buf_str(&list) : arena_printf(draft->arena, "[%s]", list.ptr), number);
	} else if (!unknown || !hit->value.len) {
		draft_blank(draft, number, STR(""), label_piece(draft, hit));
		draft_text(draft, 2, key, STR(""), number);
	} else {
		draft_doubt(draft, REMARK_MARK_LOST, 2, number, hit->value, "se perdió la marca. El documento imprime «%.*s»",
			    STR_ARG(plain(draft, str_slice(hit->value, 0, 200))));
		draft_word(draft, 2, key, STR("no-consta"), number);
	}
	buf_dispose(&list);
}

static void put_coordinator(struct draft *draft)
{
	const struct hit *hit = form_find(draft->form, LABEL_ENTITY);
	struct str text;
	struct match entity;

	if (!hit)
		hit = form_find(draft->form, LABEL_OTHER_ENTITY);
	if (!hit) {
		draft_hit(draft, LABEL_ENTITY);
		draft_word(draft, 2, "coordinador", STR("no-consta"), "5.3");
		return;
	}
	text = plain(draft, value_without_blanks(hit->value));
	if (!text.len) {
		draft_blank(draft, "5.3", STR(""), label_piece(draft, hit));
		draft_text(draft, 2, "coordinador", STR(""), "5.3");
		return;
	}
	tell_place(draft, 2, hit);
	draft_read(draft, "5.3", hit->value);
	entity = match_find(draft->arena, draft->options->site, ENTRY_ENTITY, text, NULL);
	draft_reference(draft, 2, "coordinador", entity.how == MATCH_EXACT || entity.how == MATCH_ALIAS ? ENTRY_ENTITY : ENTRY_UNIT,
			text, hit->value, "5.3");
}

void draft_chapter_five(struct draft *draft)
{
	static const char *const powers[] = { "[poder] ejecutivo", "[poder] legislativo", "[poder] judicial", "[ente] autonomo" };
	static const char *const power_values[] = { "ejecutivo", "legislativo", "judicial", "autonomo" };
	static const char *const scopes[] = { "federal", "estatal", "local|municipal" };
	static const char *const scope_values[] = { "federal", "estatal", "local" };

	draft_open(draft, 0, "programa", "5");
	put_plain_field(draft, 2, "nombre", LABEL_PROGRAMME);
	put_plain_field(draft, 2, "siglas", LABEL_ACRONYM);
	put_coordinator(draft);
	put_choices(draft, "poder", LABEL_POWER, powers, power_values, 4);
	put_choices(draft, "ambito", LABEL_SCOPE, scopes, scope_values, 3);
	draft_units(draft);
}

/* ---- 6 ---- */

/* What "Otro: (Señalar)" says. */
static struct str other_award(struct draft *draft, struct str tail)
{
	struct str folded;

	tail = value_without_blanks(tail);
	folded = value_folded(draft->arena, str_slice(tail, 0, 16));
	if (str_starts(folded, STR("(senalar)")))
		tail = value_without_blanks(str_slice(tail, str_find_char(tail, ')') + 1, (size_t)-1));
	tail = plain(draft, tail);
	/* its own mark: "X", "( )", "(X)", "☐" */
	return value_has_other_letters(tail) ? tail : STR("");
}

static void put_award(struct draft *draft)
{
	static const char *const options[] = {
		"adjudicacion directa", "invitacion [cuando menos] tres", "licitacion publica nacional",
		"licitacion publica internacional", "otro",
	};
	static const char *const values[] = {
		"adjudicacion-directa", "invitacion-a-tres", "licitacion-publica-nacional",
		"licitacion-publica-internacional", "otro",
	};
	const struct hit *hit = draft_hit(draft, LABEL_AWARD);
	enum mark marks[5];
	struct str tail = STR("");
	int found, yes = 0, unknown = 0, which = 0;
	size_t end;

	if (!hit) {
		draft_word(draft, 2, "tipo", STR("no-consta"), "6.1");
		return;
	}
	found = value_marks(hit->value, options, 5, marks, &tail);
	for (int i = 0; i < 5; i++) {
		bool here = label_find(hit->value, 0, options[i], &end) != (size_t)-1;

		unknown += marks[i] == MARK_UNKNOWN && here;
		if (marks[i] == MARK_YES || (found == 1 && here && marks[i] == MARK_UNKNOWN)) {
			yes++;
			which = i;
		}
	}
	if (yes == 1) {
		draft_read(draft, "6.1", hit->value);
		draft_word(draft, 2, "tipo", str_from(values[which]), "6.1");
	} else if (yes == 0 && unknown == 0) {
		draft_blank(draft, "6.1", STR(""), label_piece(draft, hit));
		draft_text(draft, 2, "tipo", STR(""), "6.1");
	} else {
		draft_doubt(draft, yes ? REMARK_MARKS_MANY : REMARK_MARK_LOST, 2, "6.1", hit->value, yes ? "hay más de una opción marcada. El documento imprime «%.*s»"
			    : "se perdió la marca. El documento imprime «%.*s»", STR_ARG(plain(draft, str_slice(hit->value, 0, 300))));
		draft_word(draft, 2, "tipo", STR("no-consta"), "6.1");
	}
	if (label_find(hit->value, 0, "otro", &end) != (size_t)-1)
		draft_text(draft, 2, "otro", other_award(draft, tail), "6.1.5");
}

/* KEY: a unit, from the label SYMBOL. */
static void put_unit_field(struct draft *draft, const char *key, enum label_symbol symbol)
{
	const struct hit *hit = draft_hit(draft, symbol);
	const char *number = label_number(symbol);
	struct str text;

	if (!hit) {
		draft_word(draft, 2, key, STR("no-consta"), number);
		return;
	}
	text = plain(draft, value_without_blanks(hit->value));
	if (!text.len) {
		draft_blank(draft, number, STR(""), label_piece(draft, hit));
		draft_text(draft, 2, key, STR(""), number);
		return;
	}
	tell_place(draft, 2, hit);
	draft_read(draft, number, hit->value);
	draft_reference(draft, 2, key, ENTRY_UNIT, text, hit->value, number);
}

/* True when CONTRACT covers this evaluation, or, of the same year, the fund that
   the note beside the cost names: one price for both. (A site does not keep what
   a contract says of an evaluation that is not there yet.) */
static bool covers(const struct record *contract, const struct draft *draft, const struct entry *named)
{
	struct slot_list list = record_list(contract, CONTRACT_COVERS);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct slot *slot = &list.at[i];
		const struct entry *fund;

		if (!slot_has(slot) || !slot->nested ||
		    record_number(slot->record, COVERED_YEAR, 0) != draft->year)
			continue;
		fund = record_target(slot->record, COVERED_FUND);
		if (fund && (fund == named || str_equal(fund->key, draft->fund_key)))
			return true;
	}
	return false;
}

/* The contract of the catalogue that covers this evaluation at this cost. */
static void put_contract(struct draft *draft, struct str note, struct str piece)
{
	const struct site *site = draft->options->site;
	struct str folded = value_folded(draft->arena, note);
	const struct entry *named = match_mention(draft->arena, site, ENTRY_FUND, note);

	for (uint32_t i = 0; i < site->kinds[ENTRY_CONTRACT].count; i++) {
		const struct entry *contract = site->kinds[ENTRY_CONTRACT].at[i];

		if (!contract->record || record_number(contract->record, CONTRACT_COST, -1) != draft->cost ||
		    !covers(contract->record, draft, named))
			continue;
		draft_note(draft, REMARK_CONTRACT_LINKED, "6.3", piece, "se enlazó el contrato «%.*s» del catálogo: mismo costo, y ampara lo que dice la nota",
			   STR_ARG(contract->key));
		draft_word(draft, 2, "contrato", contract->key, "");
		return;
	}
	if (value_has_words(folded, STR("evaluacion")) &&
	    (value_has_words(folded, STR("tambien incluye")) || value_has_words(folded, STR("incluye a la"))))
		draft_doubt(draft, REMARK_COST_SHARED, 2, "6.3", piece, "el costo parece cubrir otra evaluación");
}

static struct str money_text(struct draft *draft, int64_t centavos, void (*put)(struct buf *, int64_t))
{
	struct buf buf;
	struct str text;

	buf_init(&buf);
	put(&buf, centavos);
	text = arena_str(draft->arena, buf_str(&buf));
	buf_dispose(&buf);
	return text;
}

static void put_cost(struct draft *draft)
{
	const struct hit *hit = form_find(draft->form, LABEL_COST);
	struct str text;
	struct amount amount;

	if (!hit)
		hit = form_find(draft->form, LABEL_OTHER_COST);
	if (!hit) {
		draft_hit(draft, LABEL_COST);
		draft_word(draft, 2, "costo", STR("no-consta"), "6.3");
		return;
	}
	text = plain(draft, value_without_blanks(hit->value));
	if (!text.len || str_equal(text, STR("$"))) {
		draft_blank(draft, "6.3", STR(""), label_piece(draft, hit));
		draft_text(draft, 2, "costo", STR(""), "6.3");
		return;
	}
	tell_place(draft, 2, hit);
	if (draft_says_none(draft, text)) {
		draft_text(draft, 2, "costo", text, "6.3");
		return;
	}
	if (!amount_read(draft->arena, text, &amount)) {
		draft_doubt(draft, REMARK_AMOUNT_BAD, 2, "6.3", hit->value, "no se distingue la cifra; sus palabras quedan en la nota");
		draft_word(draft, 2, "costo", STR("no-consta"), "6.3");
		draft_text(draft, 2, "nota", text, "");
		return;
	}
	draft->cost = amount.centavos;
	if (amount.other >= 0)
		draft_doubt(draft, REMARK_AMOUNTS_DIFFER, 2, "6.3", hit->value, amount.other_in_words
			    ? "la cifra dice %.*s y las palabras %.*s: se tomó la cifra"
			    : "hay otra cifra: se tomó %.*s, que está primero, y no %.*s",
			    STR_ARG(money_text(draft, amount.centavos, money_put)), STR_ARG(money_text(draft, amount.other, money_put)));
	draft_read(draft, "6.3", hit->value);
	draft_word(draft, 2, "costo", money_text(draft, amount.centavos, money_put_plain), "6.3");
	draft_word(draft, 2, "iva", amount.tax == TAX_INCLUDED ? STR("incluido") : amount.tax == TAX_EXCLUDED ? STR("no-incluido") : STR("no-consta"), "");
	put_contract(draft, amount.rest, hit->value);
	if (amount.rest.len)
		draft_text(draft, 2, "nota", amount.rest, "");
}

void draft_chapter_six(struct draft *draft)
{
	draft->cost = -1;
	draft_open(draft, 0, "contratacion", "6");
	put_award(draft);
	put_unit_field(draft, "unidad", LABEL_BUYER);
	put_cost(draft);
	put_plain_field(draft, 2, "financiamiento", LABEL_FINANCING);
}

/* ---- 7 ---- */

/* URL, with the rest of it where a line ended in its middle: the next line is one
   word of such signs, and one of the two sides is a sign that words have not got. */
static struct str whole_url(struct draft *draft, const struct hit *hit, struct str url)
{
	static const char signs[] = "/-_=&?%#";
	struct str value = hit->value, rest, line;
	size_t end = (size_t)(url.ptr - value.ptr);

	while (end < value.len && (unsigned char)value.ptr[end] > ' ')
		end++;
	rest = str_slice(value, end, (size_t)-1);
	if (rest.len < 2 || rest.ptr[0] != '\n' || rest.ptr[1] == '\n')
		return url;
	rest = str_slice(rest, 1, (size_t)-1);
	if (!str_cut(&rest, '\n', &line))
		return url;
	line = piece_trim(line);
	if (!line.len || url_is_web(line) || (!strchr(signs, value.ptr[end - 1]) && !strchr(signs, line.ptr[0])))
		return url;
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.ptr[i] <= ' ' || (unsigned char)line.ptr[i] >= 0x80 || strchr("<>\"|()", line.ptr[i]))
			return url;
	draft_doubt(draft, REMARK_URL_JOINED, 2, label_number(hit->symbol), url, "la dirección venía en dos líneas y se unió");
	return arena_printf(draft->arena, "%.*s%.*s", STR_ARG(str_slice(value, (size_t)(url.ptr - value.ptr), end - (size_t)(url.ptr - value.ptr))),
			    STR_ARG(line));
}

static void put_url(struct draft *draft, const char *key, enum label_symbol symbol)
{
	const struct hit *hit = form_find(draft->form, symbol);
	struct str url;

	if (!hit || !value_without_blanks(hit->value).len || draft_says_none(draft, plain(draft, hit->value))) {
		put_plain_field(draft, 2, key, symbol);
		return;
	}
	tell_place(draft, 2, hit);
	url = value_url(hit->value);
	if (!url.ptr) {
		draft_doubt(draft, REMARK_URL_BAD, 2, label_number(symbol), hit->value, "«%.*s» no es una dirección completa",
			    STR_ARG(plain(draft, str_slice(hit->value, 0, 300))));
		draft_word(draft, 2, key, STR("no-consta"), label_number(symbol));
		return;
	}
	draft_read(draft, label_number(symbol), hit->value);
	draft_text(draft, 2, key, whole_url(draft, hit, url), label_number(symbol));
}

void draft_chapter_seven(struct draft *draft)
{
	draft_open(draft, 0, "difusion", "7");
	put_url(draft, "evaluacion", LABEL_URL_EVALUATION);
	put_url(draft, "formato", LABEL_URL_FORM);
}

/*
 * chapter_one.c -- the fields of chapter 1 but the name: dates, persons, instruments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "draft.h"

#include "contact.h"
#include "piece.h"

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
	text = draft_plain(draft, value_without_blanks(hit->value));
	if (text.len == 0 || str_equal(text, STR("(dd/mm/aaaa)"))) {
		draft_blank(draft, number, STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 0, key, STR(""), number);
		return;
	}
	draft_tell_place(draft, 0, hit);
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

	text = draft_plain(draft, text);
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
	words = draft_plain(draft, str_slice(words, 0, end));
	while (words.len && strchr(",;-(", words.ptr[words.len - 1]))
		words = str_trim(str_slice(words, 0, words.len - 1));
	return words;
}

/* A name, or a name with its address and telephone, or several of those. */
static void put_pair(struct draft *draft, const struct pair *pair, struct str piece)
{
	struct contact_list people = { 0 };
	struct contact alone = { .name = draft_plain(draft, value_without_blanks(pair->name)) };
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
		draft_blank(draft, "1.4", STR(""), draft_label_piece(draft, hit));
	else
		draft_read(draft, "1.4", hit->value);
	for (int i = 0; i < pairs.count; i++)
		put_pair(draft, &pairs.at[i], hit->value.len ? hit->value : draft_label_piece(draft, hit));
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
			    STR_ARG(draft_plain(draft, str_slice(value, 0, (size_t)(tail.ptr - value.ptr)))));
	draft_open(draft, 0, "instrumentos", "1.7");
	draft_read(draft, "1.7", value);
	for (int i = 0; i < 4; i++)
		draft_word(draft, 2, options[i], mark_word(marks[i]), "");
	if (specify)
		draft_text(draft, 2, "especifique", draft_plain(draft, value_without_blanks(tail)), "");
}

/* "valoración global de 21.25/23" in 3.1: a score and its own maximum. */
static void put_score(struct draft *draft)
{
	const struct hit *hit = form_find(draft->form, LABEL_CONCLUSIONS);
	struct str text, folded;
	size_t at, digits = 0, slash;

	if (!hit)
		return;
	text = draft_plain(draft, hit->value);
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

void draft_chapter_one(struct draft *draft)
{
	draft_identity(draft);
	put_date(draft, "inicio", LABEL_START);
	put_date(draft, "termino", LABEL_FINISH);
	put_persons(draft);
	put_instruments(draft);
	put_score(draft);
	draft_key(draft);
}

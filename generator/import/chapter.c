/*
 * chapter.c -- the front matter from chapter 4 on, in the order of the format.
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
#include "contact.h"
#include "piece.h"

/* ---- 4 ---- */

static void put_email(struct draft *draft, const struct hit *hit)
{
	bool broken;
	struct str email = email_read(hit->value, &broken);

	if (!email.ptr) {
		draft_doubt(draft, REMARK_EMAIL_BAD, 2, "4.5", hit->value, "«%.*s» no es un correo que se pueda leer",
			    STR_ARG(draft_plain(draft, str_slice(hit->value, 0, 120))));
		draft_word(draft, 2, "correo", STR("no-consta"), "4.5");
		return;
	}
	if (broken) {
		draft_doubt(draft, REMARK_EMAIL_CUT, 2, "4.5", email, CUT_EMAIL ": «%.*s»", STR_ARG(draft_plain(draft, email)));
		draft_word(draft, 2, "correo", STR("no-consta"), "4.5");
		return;
	}
	draft_read(draft, "4.5", hit->value);
	draft_text(draft, 2, "correo", draft_plain(draft, email), "4.5");
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
	text = draft_plain(draft, value_without_blanks(hit->value));
	if (!text.len) {
		draft_blank(draft, "4.3", STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 2, "institucion", STR(""), "4.3");
		return;
	}
	draft_tell_place(draft, 2, hit);
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
		draft_blank(draft, "4.4", STR(""), draft_label_piece(draft, hit));
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
	draft_plain_field(draft, 2, "coordinador", LABEL_COORDINATOR);
	draft_plain_field(draft, 2, "cargo", LABEL_POST);
	put_institution(draft);
	put_collaborators(draft);
	hit = form_find(draft->form, LABEL_EMAIL);
	if (hit && value_without_blanks(hit->value).len && !draft_says_none(draft, draft_plain(draft, hit->value)))
		put_email(draft, hit);
	else
		draft_plain_field(draft, 2, "correo", LABEL_EMAIL);
	draft_plain_field(draft, 2, "telefono", LABEL_PHONE);
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
		draft_blank(draft, number, STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 2, key, STR(""), number);
	} else {
		draft_doubt(draft, REMARK_MARK_LOST, 2, number, hit->value, "se perdió la marca. El documento imprime «%.*s»",
			    STR_ARG(draft_plain(draft, str_slice(hit->value, 0, 200))));
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
	text = draft_plain(draft, value_without_blanks(hit->value));
	if (!text.len) {
		draft_blank(draft, "5.3", STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 2, "coordinador", STR(""), "5.3");
		return;
	}
	draft_tell_place(draft, 2, hit);
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
	draft_plain_field(draft, 2, "nombre", LABEL_PROGRAMME);
	draft_plain_field(draft, 2, "siglas", LABEL_ACRONYM);
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
	tail = draft_plain(draft, tail);
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
		draft_blank(draft, "6.1", STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 2, "tipo", STR(""), "6.1");
	} else {
		draft_doubt(draft, yes ? REMARK_MARKS_MANY : REMARK_MARK_LOST, 2, "6.1", hit->value, yes ? "hay más de una opción marcada. El documento imprime «%.*s»"
			    : "se perdió la marca. El documento imprime «%.*s»", STR_ARG(draft_plain(draft, str_slice(hit->value, 0, 300))));
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
	text = draft_plain(draft, value_without_blanks(hit->value));
	if (!text.len) {
		draft_blank(draft, number, STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 2, key, STR(""), number);
		return;
	}
	draft_tell_place(draft, 2, hit);
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
	text = draft_plain(draft, value_without_blanks(hit->value));
	if (!text.len || str_equal(text, STR("$"))) {
		draft_blank(draft, "6.3", STR(""), draft_label_piece(draft, hit));
		draft_text(draft, 2, "costo", STR(""), "6.3");
		return;
	}
	draft_tell_place(draft, 2, hit);
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
	draft_plain_field(draft, 2, "financiamiento", LABEL_FINANCING);
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

	if (!hit || !value_without_blanks(hit->value).len || draft_says_none(draft, draft_plain(draft, hit->value))) {
		draft_plain_field(draft, 2, key, symbol);
		return;
	}
	draft_tell_place(draft, 2, hit);
	url = value_url(hit->value);
	if (!url.ptr) {
		draft_doubt(draft, REMARK_URL_BAD, 2, label_number(symbol), hit->value, "«%.*s» no es una dirección completa",
			    STR_ARG(draft_plain(draft, str_slice(hit->value, 0, 300))));
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

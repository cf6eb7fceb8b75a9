/*
 * lint_name.c -- what an evaluation calls itself and its fund, against the catalogue.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The published words are kept as they are; here they are only held against
 * the names that the fund's own file gives: its name and acronym, its aliases,
 * and its names of other years.
 */
#include "base/utf8.h"
#include "base/vec.h"
#include "lint.h"

/* ---- the names of funds ---- */

/* One name; unset years mean always. */
struct fund_name {
	struct str folded;	/* without case and accents */
	struct str shown;
	const struct record *dated;	/* RECORD_FUND_NAME, or NULL */
};

struct fund_names {
	VEC(struct fund_name) names;
	bool known;		/* every fund has a file that tells its names */
};

static void add_name(struct lint *lint, struct fund_names *all, struct str name, const struct record *dated)
{
	struct str folded = lint_folded(lint, name);

	if (folded.len)
		vec_push(&all->names, ((struct fund_name){ folded, name, dated }));
}

static void add_fund(struct lint *lint, struct fund_names *all, const struct entry *fund)
{
	struct slot_list alias = record_list(fund->record, FUND_ALIAS);
	struct slot_list others = record_list(fund->record, FUND_NAMES);

	add_name(lint, all, record_text(fund->record, FUND_ACRONYM), NULL);
	add_name(lint, all, record_text(fund->record, FUND_NAME), NULL);
	for (uint32_t i = 0; i < alias.count; i++)
		add_name(lint, all, alias.at[i].text, NULL);
	for (uint32_t i = 0; i < others.count; i++) {
		const struct record *record = others.at[i].record;

		add_name(lint, all, record_text(record, FUND_NAME_NAME), record);
		add_name(lint, all, record_text(record, FUND_NAME_ACRONYM), record);
	}
}

/* All names of the evaluation's funds. */
static struct fund_names names_of_funds(struct lint *lint)
{
	struct entry_list funds = lint->evaluation->funds;
	struct fund_names all = { .known = funds.count > 0 };

	for (uint32_t i = 0; i < funds.count; i++) {
		all.known &= slot_has(record_slot(funds.at[i]->record, FUND_NAME)) &&
			     slot_has(record_slot(funds.at[i]->record, FUND_ACRONYM));
		if (funds.at[i]->record)
			add_fund(lint, &all, funds.at[i]);
	}
	return all;
}

/* The same with those of what the funds are part of, and of their parts: an
   evaluation of the FISM may well be called one of the FAIS. */
static struct fund_names names_of_family(struct lint *lint)
{
	struct fund_names all = names_of_funds(lint);
	struct entry_list funds = lint->evaluation->funds;

	for (uint32_t i = 0; i < funds.count; i++) {
		const struct entry *whole = record_target(funds.at[i]->record, FUND_PART_OF);

		if (whole && whole->record)
			add_fund(lint, &all, whole);
		for (uint32_t k = 0; k < funds.at[i]->children.count; k++)
			if (funds.at[i]->children.at[k]->record)
				add_fund(lint, &all, funds.at[i]->children.at[k]);
	}
	return all;
}

static bool is_said(const struct fund_names *all, struct str folded)
{
	for (size_t i = 0; i < all->names.count; i++)
		if (lint_has_words(folded, all->names.at[i].folded))
			return true;
	return false;
}

/* A name within EDITS of the one in FOLDED, quoted as a hint, or "". */
static struct str nearest_name(struct lint *lint, const struct fund_names *all, struct str folded, unsigned edits)
{
	unsigned best = edits + 1;
	struct str nearest = { 0 };

	for (size_t i = 0; i < all->names.count; i++) {
		unsigned distance = text_distance(folded, all->names.at[i].folded, best);

		if (distance < best) {
			best = distance;
			nearest = all->names.at[i].shown;
		}
	}
	return nearest.ptr ? arena_printf(&lint->arena, "¿es «%.*s»?", STR_ARG(nearest)) : STR("");
}

/* ---- 1.1 ---- */

/* The next year within TEXT at or after *AT, which moves behind it; 0 when
   there is none. "FORTAMUN-DF-2022" has one, "120222" has none. */
static int next_year(struct str text, size_t *at)
{
	for (size_t i = *at; i + 4 <= text.len; i++) {
		int year;

		if ((i > 0 && text.ptr[i - 1] >= '0' && text.ptr[i - 1] <= '9') ||
		    (i + 4 < text.len && text.ptr[i + 4] >= '0' && text.ptr[i + 4] <= '9') ||
		    !year_parse(str_slice(text, i, 4), &year) || year < 1980 || year > 2099)
			continue;
		*at = i + 4;
		return year;
	}
	*at = text.len;
	return 0;
}

static struct place place_of_name(const struct lint *lint)
{
	return record_place(lint->record, record_slot(lint->record, EVALUATION_NAME));
}

void lint_name_fund(struct lint *lint)
{
	struct str name = lint_text(lint, lint->record, EVALUATION_NAME);
	struct fund_names all = names_of_family(lint);

	if (name.len && all.known && !is_said(&all, lint_folded(lint, name)))
		diag_report(lint->diag, DIAG_NAME_FUND, place_of_name(lint),
			    STR("si el documento lo llama de otro modo, agréguelo a «alias» en el archivo del fondo"),
			    "1.1 no menciona «%.*s» ni otro de sus nombres",
			    STR_ARG(lint->evaluation->funds.at[0]->brief));
	vec_dispose(&all.names);
}

/* How many years 1.1 says; *SAME tells whether one is the fiscal year, *FIRST
   is the first. */
static int years_in_name(struct lint *lint, bool *same, int *first)
{
	struct str name = lint_text(lint, lint->record, EVALUATION_NAME);
	size_t at = 0;
	int count = 0, year;

	*same = false;
	while ((year = next_year(name, &at)) != 0) {
		if (count++ == 0)
			*first = year;
		*same |= year == lint->evaluation->year;
	}
	return count;
}

void lint_name_year(struct lint *lint)
{
	bool same;
	int first;

	if (lint_text(lint, lint->record, EVALUATION_NAME).len == 0 || years_in_name(lint, &same, &first))
		return;
	diag_report(lint->diag, DIAG_NAME_YEAR, place_of_name(lint),
		    STR("vea si el documento dice el ejercicio en otro lugar del nombre"),
		    "1.1 no dice de qué ejercicio es");
}

void lint_name_other_year(struct lint *lint)
{
	bool same;
	int first = 0;

	if (years_in_name(lint, &same, &first) == 0 || same)
		return;
	diag_report(lint->diag, DIAG_NAME_OTHER_YEAR, place_of_name(lint),
		    STR("¿es el año en que se hizo, o el del programa anual? «ejercicio» es el que se evalúa"),
		    "1.1 dice %d, y «ejercicio» es %d", first, lint->evaluation->year);
}

/* "especifica-de-desempeno" into words, as a folded text has them. */
static struct str words_of_type(struct lint *lint, struct str value)
{
	struct str words = arena_str(&lint->arena, value);

	for (size_t i = 0; i < words.len; i++)
		if (words.ptr[i] == '-')
			((char *)(uintptr_t)words.ptr)[i] = ' ';
	return lint_folded(lint, words);
}

void lint_name_type(struct lint *lint)
{
	const struct slot *type = lint_slot(lint, lint->record, EVALUATION_TYPE);
	struct str name = lint_text(lint, lint->record, EVALUATION_NAME);

	/* of a type that nobody knows it was told as it was read */
	if (!slot_has(type) || name.len == 0 || type->choice->label.ptr == type->choice->value.ptr ||
	    lint_has_words(lint_folded(lint, name), words_of_type(lint, type->choice->value)))
		return;
	diag_report(lint->diag, DIAG_NAME_TYPE, record_place(lint->record, type),
		    STR("vea que el tipo sea el que el documento nombra"),
		    "1.1 no dice «%.*s»", STR_ARG(type->choice->label));
}

/* ---- 5.1 ---- */

void lint_fund_name(struct lint *lint)
{
	const struct record *programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);
	struct str name = lint_text(lint, programme, PROGRAMME_DATA_NAME), folded;
	struct fund_names all;

	if (name.len == 0)
		return;
	all = names_of_family(lint);
	folded = lint_folded(lint, name);
	if (all.known && !is_said(&all, folded))
		diag_report(lint->diag, DIAG_FUND_NAME,
			    record_place(programme, record_slot(programme, PROGRAMME_DATA_NAME)),
			    nearest_name(lint, &all, folded, 2 + (unsigned)folded.len / 20),
			    "5.1 no es un nombre de «%.*s» que su archivo conozca; si lo es, agréguelo a su «alias»",
			    STR_ARG(lint->evaluation->funds.at[0]->brief));
	vec_dispose(&all.names);
}

/* ---- 5.2 ---- */

static const struct slot *acronym_slot(const struct lint *lint, const struct record **programme)
{
	*programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);
	return lint_slot(lint, *programme, PROGRAMME_DATA_ACRONYM);
}

void lint_acronym_year(struct lint *lint)
{
	const struct record *programme;
	const struct slot *slot = acronym_slot(lint, &programme);
	size_t at = 0;
	int year;

	if (!slot_has(slot) || (year = next_year(slot->text, &at)) == 0)
		return;
	diag_report(lint->diag, DIAG_ACRONYM_YEAR, record_place(programme, slot),
		    STR("el ejercicio se dice en «ejercicio»"),
		    "las siglas de 5.2 llevan dentro el año %d", year);
}

/* TEXT without the first year in it and the sign before: "FORTAMUN-DF-2022". */
static struct str without_year(struct lint *lint, struct str text)
{
	size_t at = 0, start;

	if (next_year(text, &at) == 0)
		return text;
	start = at - 4;
	while (start > 0 && strchr(" -_/(", text.ptr[start - 1]))
		start--;
	if (at < text.len && text.ptr[at] == ')')
		at++;
	return str_trim(arena_printf(&lint->arena, "%.*s%.*s", STR_ARG(str_slice(text, 0, start)),
				     STR_ARG(str_slice(text, at, (size_t)-1))));
}

static bool is_name(const struct fund_names *all, struct str folded)
{
	for (size_t i = 0; i < all->names.count; i++)
		if (str_equal(folded, all->names.at[i].folded))
			return true;
	return false;
}

/* The next acronym of *REST, which may list several: "FISM-DF, FORTAMUN-DF". */
static bool next_acronym(struct str *rest, struct str *piece)
{
	while (rest->ptr) {
		size_t end = 0, skip = 0;

		while (end < rest->len && !skip) {
			if (strchr(",;/", rest->ptr[end]))
				skip = 1;
			else if (str_starts(str_slice(*rest, end, 3), STR(" y ")))
				skip = 3;
			else
				end++;
		}
		*piece = str_trim(str_slice(*rest, 0, end));
		*rest = skip ? str_slice(*rest, end + skip, (size_t)-1) : (struct str){ 0 };
		if (piece->len)
			return true;
	}
	return false;
}

void lint_acronym_unknown(struct lint *lint)
{
	const struct record *programme;
	const struct slot *slot = acronym_slot(lint, &programme);
	struct fund_names all;
	struct str rest, piece;

	if (!slot_has(slot))
		return;
	all = names_of_family(lint);
	rest = slot->text;
	if (!all.known || is_name(&all, lint_folded(lint, rest)))
		rest = (struct str){ 0 };
	while (next_acronym(&rest, &piece)) {
		struct str folded = lint_folded(lint, without_year(lint, piece));

		if (is_name(&all, folded) || folded.len == 0)
			continue;
		diag_report(lint->diag, DIAG_ACRONYM_UNKNOWN, record_place(programme, slot),
			    nearest_name(lint, &all, folded, folded.len > 5 ? 2 : 1),
			    "«%.*s» no son siglas de «%.*s» que su archivo conozca", STR_ARG(piece),
			    STR_ARG(lint->evaluation->funds.at[0]->brief));
	}
	vec_dispose(&all.names);
}

/* ---- names of other years ---- */

static bool was_in_force(const struct record *dated, int year)
{
	return !dated || (record_number(dated, FUND_NAME_FROM, 0) <= year &&
			  record_number(dated, FUND_NAME_UNTIL, 9999) >= year);
}

/* The name that SLOT of RECORD gives is one of other years alone. */
static void check_period(struct lint *lint, const struct fund_names *all, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);
	const struct fund_name *found = NULL;
	struct str folded;

	if (!slot_has(slot))
		return;
	folded = lint_folded(lint, without_year(lint, slot->text));
	for (size_t i = 0; i < all->names.count; i++) {
		const struct fund_name *name = &all->names.at[i];

		if (!str_equal(folded, name->folded))
			continue;
		if (was_in_force(name->dated, lint->evaluation->year))
			return;
		found = name;
	}
	if (found)
		diag_report(lint->diag, DIAG_FUND_PERIOD, record_place(record, slot),
			    STR("vea «nombres» en el archivo del fondo"),
			    "«%.*s» no estaba en vigor en %d", STR_ARG(found->shown),
			    lint->evaluation->year);
}

void lint_fund_period(struct lint *lint)
{
	const struct record *programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);
	struct fund_names all;

	if (!programme)
		return;
	all = names_of_family(lint);
	check_period(lint, &all, programme, PROGRAMME_DATA_NAME);
	check_period(lint, &all, programme, PROGRAMME_DATA_ACRONYM);
	vec_dispose(&all.names);
}

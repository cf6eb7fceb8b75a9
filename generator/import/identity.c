/*
 * identity.c -- what evaluation a document is: its name, year, fund, entity, kind and key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format has a field for the name alone; the others are told by the words of
 * titles, and by what the catalogues know.
 */
#include "draft.h"

#include "base/path.h"
#include "base/utf8.h"
#include "piece.h"

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

	return hit ? draft_plain(draft, value_without_blanks(hit->value)) : STR("");
}

static struct titles read_titles(struct draft *draft)
{
	struct titles titles = {
		.name = hit_text(draft, LABEL_NAME),
		.programme = hit_text(draft, LABEL_PROGRAMME),
		.acronym = hit_text(draft, LABEL_ACRONYM),
		.title = draft_plain(draft, str_slice(draft->form->title, 0, 8192)),
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
		told = year_at(draft_plain(draft, other_form->value), 0);
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
		folded = value_folded(draft->arena, draft_plain(draft, hit->value));
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

static void put_name(struct draft *draft, struct titles *titles)
{
	const struct hit *name = form_find(draft->form, LABEL_NAME);

	if (!titles->name.len && !draft->form->numbered && other_name(draft).len) {
		titles->name = draft_plain(draft, other_name(draft));
		draft_doubt(draft, REMARK_NAME_UNLABELLED, 0, "1.1", other_name(draft), "el documento no rotula el nombre: se tomó lo que está antes del primer rótulo");
		draft_read(draft, "1.1", other_name(draft));
		draft_text(draft, 0, "nombre", titles->name, "1.1");
	} else if (titles->name.len) {
		draft_tell_place(draft, 0, name);
		draft_read(draft, "1.1", name->value);
		draft_text(draft, 0, "nombre", titles->name, "1.1");
	} else {
		if (titles->title.len)
			draft_doubt(draft, REMARK_NAME_UNLABELLED, 0, "1.1", draft->form->title, "falta el nombre; antes del primer rótulo dice: «%.*s»",
				    STR_ARG(str_slice(titles->title, 0, 400)));
		if (draft_hit(draft, LABEL_NAME))
			draft_blank(draft, "1.1", STR(""), draft_label_piece(draft, name));
		draft_word(draft, 0, "nombre", name ? STR("\"\"") : STR("no-consta"), "1.1");
		draft->required++;
	}
}

void draft_identity(struct draft *draft)
{
	struct titles titles = read_titles(draft);

	put_name(draft, &titles);
	draft->year = settle_year(draft, &titles);
	if (draft->year)
		buf_printf(&draft->front, "ejercicio: %d\n", draft->year);
	put_fund(draft, &titles);
	put_entity(draft, &titles);
	put_type(draft, &titles);
}

/* ---- the key ---- */

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
void draft_key(struct draft *draft)
{
	struct titles titles = read_titles(draft);
	struct str without, owner, name = path_stem(path_name(draft->options->name));

	if (draft->options->key.len) {
		draft->key = draft->options->key;
		return;
	}
	year_of_acronym(titles.acronym, &without);
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

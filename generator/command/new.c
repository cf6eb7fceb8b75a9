/*
 * new.c -- `diafano new`: a content file to be filled in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is made from the field table (form.h). An evaluation takes units and
 * contacts from the one before it of the same fund and entity, and its key from
 * how that one is called; a follow-up holds a commented commitment for each
 * recommendation. Nothing that exists is written over.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/path.h"
#include "base/utf8.h"
#include "file.h"
#include "form.h"
#include "key.h"
#include "project.h"

#define KNOWN_MAX 8

struct draft {
	struct project *project;
	const struct kind *kind;
	struct arena arena;
	struct str key;		/* "fortamun", "2023/fortamun" */
	struct form_value known[KNOWN_MAX];
	struct form form;
	struct buf out;
};

/* What can be made, and what its file is like. */
struct kind {
	const char *word;
	enum record_type_id type;
	const char *folder;
	const char *ending;
	bool is_markdown;
	const char *next;	/* said after "llene los campos" */
};

static const struct kind kinds[] = {
	{ "evaluacion", RECORD_EVALUATION, "evaluaciones/", ".md", true,
	  "cuando esté completa, cambie «estado: borrador» por «estado: publicada»" },
	{ "seguimiento", RECORD_FOLLOW_UP, "seguimiento/", ".yaml", false, NULL },
	{ "pae", RECORD_PROGRAMME, "pae/", ".yaml", false, NULL },
	{ "fondo", RECORD_FUND, "fondos/", ".md", true, NULL },
	{ "unidad", RECORD_UNIT, "unidades/", ".md", true, NULL },
	{ "evaluador", RECORD_EVALUATOR, "evaluadores/", ".md", true, NULL },
	{ "ente", RECORD_ENTITY, "entes/", ".md", true, NULL },
	{ "contrato", RECORD_CONTRACT, "contratos/", ".md", true, NULL },
	{ "pagina", RECORD_PAGE, "paginas/", ".md", true, NULL },
	{ "sitio", RECORD_SITE, "", ".yaml", false,
	  "después, «diafano new fondo CLAVE» y «diafano new evaluacion --fondo CLAVE --ejercicio AÑO» comienzan la primera evaluación" },
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

#define A_KEY "una clave: minúsculas sin acento, cifras y guiones"

static int not_a_key(struct draft *draft, const char *word)
{
	return key_error(arena_printf(&draft->arena, "«%s»", word).ptr, A_KEY, word);
}

static int unknown_kind(const char *word)
{
	unsigned best = 4;
	const char *nearest = NULL;

	for (int i = 0; i < KINDS; i++) {
		unsigned distance = text_distance(str_from(word), str_from(kinds[i].word), best);

		if (distance < best) {
			best = distance;
			nearest = kinds[i].word;
		}
	}
	if (nearest)
		return usage_error("no se sabe qué es «%s»; ¿quiso decir «%s»?", word, nearest);
	return usage_error("no se sabe qué es «%s»: evaluacion, seguimiento, pae, fondo, unidad, evaluador, ente, contrato, pagina o sitio",
			   word);
}

static const struct kind *find_kind(const char *word)
{
	for (int i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].word, word) == 0)
			return &kinds[i];
	return NULL;
}

/* ---- what is known ---- */

static void know(struct draft *draft, const char *key, struct str yaml)
{
	if (draft->form.known_count < KNOWN_MAX)
		draft->known[draft->form.known_count++] = (struct form_value){ key, yaml };
}

static struct entry *entity_of(const struct draft *draft)
{
	const struct site *site = draft->project->site;
	const char *entity = draft->project->options->entity;

	return entity ? site_find(site, ENTRY_ENTITY, str_from(entity))
		      : record_target(site->record, SITE_ENTITY);
}

static bool has_fund(const struct evaluation *evaluation, const struct entry *fund)
{
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		if (evaluation->funds.at[i] == fund)
			return true;
	return false;
}

/* One whose units and key may be taken: of FUND and ENTITY, and not withdrawn. */
static bool is_sibling(const struct evaluation *evaluation, const struct entry *fund, const struct entry *entity)
{
	return evaluation->entity == entity && has_fund(evaluation, fund) && !evaluation->withdrawn;
}

/* The newest evaluation of FUND and ENTITY before YEAR, or NULL. */
static const struct evaluation *last_before(const struct entry *fund, const struct entry *entity, int year)
{
	for (uint32_t i = 0; fund && i < fund->evaluations.count; i++) {
		const struct evaluation *evaluation = fund->evaluations.at[i];

		if (evaluation->year < year && is_sibling(evaluation, fund, entity))
			return evaluation;
	}
	return NULL;
}

/* The one that is nearest to YEAR, before it if there is one: how this fund is called here. */
static const struct evaluation *pattern_for(const struct entry *fund, const struct entry *entity, int year)
{
	const struct evaluation *found = last_before(fund, entity, year);

	for (uint32_t i = fund && !found ? fund->evaluations.count : 0; i-- > 0;)
		if (is_sibling(fund->evaluations.at[i], fund, entity))
			return fund->evaluations.at[i];
	return found;
}

/* An entry with a file; else a usage error that says how to make it. */
static int check_exists(const struct draft *draft, enum entry_kind kind, const char *option,
			const char *key, const char *word)
{
	const struct site *site = draft->project->site;
	const struct entry *entry = key ? site_find(site, kind, str_from(key)) : NULL, *meant;

	if (!key || (entry && entry->path.ptr))
		return 0;
	meant = key_meant(site, kind, key);
	if (meant)
		return usage_error("«%s %s»: no está en el catálogo; ¿quiso decir «%.*s»? Si es otro, «diafano new %s %s» lo comienza",
				   option, key, STR_ARG(meant->key), word, key);
	return usage_error("«%s %s»: no está en el catálogo; «diafano new %s %s» lo comienza", option, key,
			   word, key);
}

/* KEY of an evaluation of another year, behind its year, as it would be in YEAR. */
static struct str key_in_year(struct arena *arena, const struct evaluation *other, int year)
{
	struct str key = str_slice(other->entry.key, 5, (size_t)-1);
	struct str old = str_slice(other->entry.key, 0, 4);
	size_t at = str_find(key, old);

	if (at == (size_t)-1)
		return key;
	return arena_printf(arena, "%.*s%d%.*s", (int)at, key.ptr, year,
			    STR_ARG(str_slice(key, at + old.len, (size_t)-1)));
}

/* "2023/fortamun-df": what the user says, or as this fund's other years are called. */
static int take_evaluation_key(struct draft *draft, const char *word)
{
	const struct options *options = draft->project->options;
	const struct site *site = draft->project->site;
	const struct entry *entity = entity_of(draft);
	const struct evaluation *other =
		pattern_for(site_find(site, ENTRY_FUND, str_from(options->fund)), entity, options->year);
	bool own = entity == record_target(site->record, SITE_ENTITY);

	if (word && !path_is_key(str_from(word)))
		return not_a_key(draft, word);
	if (word)
		draft->key = arena_printf(&draft->arena, "%d/%s", options->year, word);
	else if (other)
		draft->key = arena_printf(&draft->arena, "%d/%.*s", options->year,
					  STR_ARG(key_in_year(&draft->arena, other, options->year)));
	else if (own || !entity)
		draft->key = arena_printf(&draft->arena, "%d/%s", options->year, options->fund);
	else
		draft->key = arena_printf(&draft->arena, "%d/%s-%.*s", options->year, options->fund,
					  STR_ARG(entity->key));
	return 0;
}

static int prepare_evaluation(struct draft *draft, const char *word)
{
	const struct options *options = draft->project->options;
	const struct site *site = draft->project->site;
	int status;

	if (!options->fund || !options->year)
		return usage_error("diga de qué fondo y ejercicio: diafano new evaluacion --fondo fortamun --ejercicio 2023");
	status = check_exists(draft, ENTRY_FUND, "--fondo", options->fund, "fondo");
	if (status == 0)
		status = check_exists(draft, ENTRY_ENTITY, "--ente", options->entity, "ente");
	if (status == 0)
		status = take_evaluation_key(draft, word);
	if (status)
		return status;
	draft->form.last = last_before(site_find(site, ENTRY_FUND, str_from(options->fund)),
				       entity_of(draft), options->year);
	know(draft, "ejercicio", arena_printf(&draft->arena, "%d", options->year));
	know(draft, "fondo", str_from(options->fund));
	if (options->entity)
		know(draft, "ente", str_from(options->entity));
	know(draft, "estado", STR("borrador"));
	return 0;
}

/* KEY as that of an evaluation that there is. */
static int prepare_follow_up(struct draft *draft, const char *word)
{
	struct entry *entry = site_find(draft->project->site, ENTRY_EVALUATION, key_in_path(str_from(word)));
	const struct entry *meant;

	if (!entry) {
		meant = key_meant(draft->project->site, ENTRY_EVALUATION, word);
		if (meant)
			return usage_error("no hay una evaluación «%s»; ¿quiso decir «%.*s»?", word, STR_ARG(meant->key));
		return usage_error("no hay una evaluación «%s»; se dice como su archivo: 2022/fortamun", word);
	}
	draft->key = entry->key;
	draft->form.followed = entry_evaluation(entry);
	return 0;
}

/* "2024" or "2024-municipio-de-ejemplo". */
static int prepare_programme(struct draft *draft, const char *word)
{
	struct str key = str_from(word), entity = str_slice(key, 5, (size_t)-1);
	int year;

	if (!year_parse(str_slice(key, 0, 4), &year) || !path_is_key(key) ||
	    (key.len > 4 && (key.ptr[4] != '-' || !path_is_key(entity))))
		return usage_error("«%s» no es un año, ni un año y un ente: 2024 o 2024-municipio-de-ejemplo", word);
	draft->key = key;
	if (entity.len)
		know(draft, "ente", entity);
	return 0;
}

static int prepare_site(struct draft *draft, const char *word)
{
	draft->key = STR("sitio");
	know(draft, "formato", STR("1"));
	know(draft, "ente", str_from(word));
	know(draft, "url", STR("no-aplica"));
	return 0;
}

static int prepare(struct draft *draft, const char *word)
{
	if (draft->kind->type == RECORD_EVALUATION)
		return prepare_evaluation(draft, word);
	if (!word)
		return usage_error("diga la clave: diafano new %s CLAVE (será parte de su dirección)", draft->kind->word);
	if (draft->kind->type == RECORD_FOLLOW_UP)
		return prepare_follow_up(draft, word);
	if (draft->kind->type == RECORD_PROGRAMME)
		return prepare_programme(draft, word);
	if (!path_is_key(str_from(word)))
		return not_a_key(draft, word);
	if (draft->kind->type == RECORD_SITE)
		return prepare_site(draft, word);
	draft->key = str_from(word);
	return 0;
}

/* ---- the file ---- */

static void put_introduction(struct draft *draft)
{
	form_put_comment(&draft->out, 0,
		STR("Hecho con «diafano new». Lo que sigue a un # es ayuda y no se publica."));
	if (draft->kind->type == RECORD_EVALUATION)
		form_put_comment(&draft->out, 0,
			STR("Donde dice no-consta escriba lo que diga el documento (no-aplica si dice que no aplica, \"\" si lo deja en "
			    "blanco) o déjelo así si no consta. "
			    "Después de la segunda línea de tres guiones van las secciones: en las listas, un elemento por número "
			    "(1. ..., 2. ...)."));
	if (draft->form.last)
		form_put_comment(&draft->out, 0,
			arena_printf(&draft->arena, "Las unidades y las personas son las de %.*s: revíselas.",
				     STR_ARG(draft->form.last->entry.key)));
}

static void put_file(struct draft *draft)
{
	if (draft->kind->is_markdown)
		buf_put_text(&draft->out, "---\n");
	put_introduction(draft);
	form_put_fields(&draft->out, &draft->form);
	if (draft->kind->is_markdown)
		buf_put_text(&draft->out, "---\n");
	if (draft->kind->type == RECORD_EVALUATION)
		form_put_sections(&draft->out);
}

static struct str path_of(struct draft *draft)
{
	return arena_printf(&draft->arena, "%s/%s%.*s%s", draft->project->options->content,
			    draft->kind->folder, STR_ARG(draft->key), draft->kind->ending);
}

static int write_file(struct draft *draft)
{
	struct str path = path_of(draft);

	draft->form.type = draft->kind->type;
	draft->form.known = draft->known;
	put_file(draft);
	switch (file_write_new(path, buf_str(&draft->out), draft->project->diag)) {
	case 0:
		printf("%s: llene los campos y revíselo con «diafano check»\n", path.ptr);
		return 0;
	case 1:
		return usage_error("ya existe %s y no se toca; ábralo, o diga otra clave", path.ptr);
	default:
		return project_report(draft->project);	/* while its path is there */
	}
}

/* The entity that a new site is of, when it has no file. */
static int write_entity(struct project *project, const char *key)
{
	struct draft draft = { .project = project, .kind = find_kind("ente"), .key = str_from(key) };
	int status = 0;

	arena_init(&draft.arena);
	buf_init(&draft.out);
	if (access(path_of(&draft).ptr, F_OK) != 0)
		status = write_file(&draft);
	buf_dispose(&draft.out);
	arena_dispose(&draft.arena);
	return status;
}

/* Mistakes in what is there already are `check`'s to tell. */
static int read_site(struct project *project)
{
	if (project_read(project) != 0)
		return -1;
	diag_free(project->diag);
	project->diag = diag_new();
	return 0;
}

static int make(struct project *project, const struct kind *kind, const char *word)
{
	struct draft draft = { .project = project, .kind = kind };
	int status;

	arena_init(&draft.arena);
	buf_init(&draft.out);
	status = prepare(&draft, word);
	if (status == 0)
		status = write_file(&draft);
	if (status == 0 && kind->type == RECORD_SITE)
		status = write_entity(project, word);
	if (status == 0 && kind->next)
		puts(kind->next);
	buf_dispose(&draft.out);
	arena_dispose(&draft.arena);
	return status;
}

int new_run(const struct options *options)
{
	const struct kind *kind = find_kind(options->words[0]);
	const char *word = options->word_count > 1 ? options->words[1] : NULL;
	struct project project;
	int status;

	if (!kind)
		return unknown_kind(options->words[0]);
	status = project_open(&project, options);
	project.checking = true;	/* drafts count too */
	if (status == 0) {
		if (kind->type == RECORD_SITE || read_site(&project) == 0)
			status = make(&project, kind, word);
		else
			status = project_report(&project);
	}
	project_close(&project);
	return status;
}

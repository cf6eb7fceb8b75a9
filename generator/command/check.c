/*
 * check.c -- `diafano check`: everything that `build` would find, and the linter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages are made too, and thrown away, because a template may be at fault.
 * Drafts are checked like the rest, so that a mistake is found before the day
 * of publication; the last line says how many there are. `build` leaves them
 * out, and a mistake in one does not stop it.
 *
 * Who asks for some evaluations hears of those alone, and the exit status is
 * theirs; what a whole content is needed to know is found all the same.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/pool.h"
#include "card.h"
#include "chosen.h"
#include "project.h"

struct check {
	struct project *project;
	struct arena scratch[POOL_MAX];
	struct buf out[POOL_MAX];
};

/* What stays to be said when all was looked at. */
struct findings {
	struct chosen chosen;
	struct cards cards;
	size_t others[SEVERITY_ERROR + 1];	/* of what was not asked about */
	size_t rest[SEVERITY_ERROR + 1];	/* left out by --only */
};

static void check_job(void *context, unsigned worker, size_t index)
{
	struct check *check = context;

	/* what goes wrong was reported; the next page may have more to tell */
	(void)project_render(check->project, index, &check->scratch[worker],
			     &check->out[worker]);
}

static void render_all(struct project *project)
{
	struct check check = { .project = project };
	unsigned workers = project->options->workers;

	for (unsigned i = 0; i < workers; i++) {
		arena_init(&check.scratch[i]);
		buf_init(&check.out[i]);
	}
	pool_run(workers, project->plan.items.count, check_job, &check);
	for (unsigned i = 0; i < workers; i++) {
		arena_dispose(&check.scratch[i]);
		buf_dispose(&check.out[i]);
	}
}

static unsigned count_drafts(const struct findings *findings, const struct site *site)
{
	unsigned count = 0;

	for (uint32_t i = 0; site && i < site->evaluations.count; i++)
		count += site->evaluations.at[i]->entry.draft && chosen_has(&findings->chosen, site->evaluations.at[i]);
	return count;
}

/* What a site without an address goes without. */
static void advise_on_address(struct project *project)
{
	const struct record *record = project->site->record;
	const struct slot *url = record_slot(record, SITE_URL);

	if (!url || url->state != STATE_ABSENT)
		return;
	diag_report(project->diag, DIAG_NO_URL, record_place(record, NULL),
		    STR("url: https://evaluaciones.ejemplo.gob.mx, o url: no-aplica"),
		    "sin «url» no hay sitemap.xml ni direcciones canónicas, y 404.html sólo sirve en la raíz de un servidor");
}

/* 7.2 should be where this site will show the form: only the addresses know. */
static void advise_on_forms(struct project *project)
{
	struct str url = route_url(project->route);
	struct evaluation_list list = project->site->evaluations;
	struct buf ours;

	buf_init(&ours);
	for (uint32_t i = 0; url.len && i < list.count; i++) {
		const struct entry *entry = &list.at[i]->entry;
		const struct record *record = record_nested(entry->record, EVALUATION_DIFFUSION);
		struct str form = record_text(record, DIFFUSION_FORM), path = route_entry(project->route, entry);

		if (list.at[i]->withdrawn || !url_is_web(form) || !path.len ||
		    evaluation_suppresses(list.at[i], RECORD_DIFFUSION, DIFFUSION_FORM))
			continue;
		buf_clear(&ours);
		buf_printf(&ours, "%.*s/%.*s", STR_ARG(url), STR_ARG(path));
		if (!str_equal(str_slice(form, 0, str_find_char(form, '#')), buf_str(&ours)))
			diag_report(project->diag, DIAG_FORM_ELSEWHERE,
				    record_place(record, record_slot(record, DIFFUSION_FORM)), buf_str(&ours),
				    "7.2 no es la página que este sitio hace de la evaluación");
	}
	buf_dispose(&ours);
}

/* ---- what is said at the end ---- */

static void put_count(struct buf *out, const char *before, size_t count, const char *one, const char *more)
{
	buf_printf(out, "%s%zu %s", before, count, count == 1 ? one : more);
}

/* What is left out, so that silence is not taken for health. */
static void put_rest(struct buf *out, const char *why, const size_t rest[SEVERITY_ERROR + 1])
{
	if (!rest[SEVERITY_ERROR] && !rest[SEVERITY_WARNING] && !rest[SEVERITY_NOTE])
		return;
	buf_printf(out, "no se muestran, %s: ", why);
	put_count(out, "", rest[SEVERITY_ERROR], "error", "errores");
	put_count(out, ", ", rest[SEVERITY_WARNING], "advertencia", "advertencias");
	put_count(out, ", ", rest[SEVERITY_NOTE], "nota\n", "notas\n");
}

/* What to do now; with --only not everything was looked at. */
static void put_next(struct buf *out, const struct project *project, const struct findings *findings, size_t errors)
{
	if (project->options->only || !project->site)
		return;
	if (errors)
		buf_put_text(out, "corrija los errores y repita «diafano check»\n");
	else if (findings->others[SEVERITY_ERROR])
		buf_put_text(out, "aquí no hay errores, pero sí en lo demás, y con ellos no se compila: «diafano check» los dice\n");
	else if (findings->chosen.keys.count && count_drafts(findings, project->site) == findings->chosen.evaluations.count)
		buf_put_text(out, "sin errores: «diafano serve» lo muestra; para que se compile y se publique, escriba «estado: publicada»\n");
	else
		buf_put_text(out, "sin errores: «diafano serve» lo muestra y «diafano build» lo compila\n");
}

/* "4 evaluaciones (1 borrador)", "1 de 4 evaluaciones" */
static void put_evaluations(struct buf *out, const struct findings *findings, const struct site *site)
{
	unsigned drafts = count_drafts(findings, site), all = site ? site->kinds[ENTRY_EVALUATION].count : 0;

	if (findings->chosen.keys.count)
		buf_printf(out, "%zu de ", findings->chosen.evaluations.count);
	put_count(out, "", all, "evaluación", "evaluaciones");
	if (drafts)
		buf_printf(out, " (%u %s)", drafts, drafts == 1 ? "borrador" : "borradores");
}

static void print_summary(const struct project *project, const struct findings *findings)
{
	size_t errors = diag_count(project->diag, SEVERITY_ERROR);
	size_t warnings = diag_count(project->diag, SEVERITY_WARNING) - errors;
	size_t notes = diag_count(project->diag, SEVERITY_NOTE) - errors - warnings;
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < findings->chosen.moved.count; i++)
		buf_printf(&out, "%.*s\n", STR_ARG(findings->chosen.moved.at[i]));
	cards_put_text(&out, project->site, findings->cards);
	put_evaluations(&out, findings, project->site);
	put_count(&out, "; ", errors, "error", "errores");
	put_count(&out, ", ", warnings, "advertencia", "advertencias");
	put_count(&out, ", ", notes, "nota", "notas");
	if (diag_accepted(project->diag))
		put_count(&out, "; ", diag_accepted(project->diag), "aceptado", "aceptados");
	buf_put_char(&out, '\n');
	put_rest(&out, "por --only", findings->rest);
	put_rest(&out, "de lo demás", findings->others);
	if (errors + warnings + notes)
		buf_put_text(&out, "«diafano explain ID» dice qué significa cada aviso y en qué se apoya\n");
	put_next(&out, project, findings, errors);
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}

/* What else was found, that nobody asked about. */
static void put_others(struct json *json, const struct findings *findings)
{
	static const char *const keys[] = { "notes", "warnings", "errors" };

	json_key(json, "asked");
	json_open(json, '[');
	for (size_t i = 0; i < findings->chosen.keys.count; i++)
		json_text(json, findings->chosen.keys.at[i]);
	json_close(json, ']');
	json_key(json, "elsewhere");
	json_open(json, '{');
	for (int i = SEVERITY_ERROR; i >= SEVERITY_NOTE; i--) {
		json_key(json, keys[i]);
		json_number(json, (int64_t)findings->others[i]);
	}
	json_close(json, '}');
}

static void print_json(struct project *project, const struct findings *findings)
{
	struct json json;
	struct buf out;

	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "evaluations");
	json_number(&json, project->site ? project->site->kinds[ENTRY_EVALUATION].count : 0);
	json_key(&json, "drafts");
	json_number(&json, count_drafts(findings, project->site));
	put_others(&json, findings);
	project_put_json(project, &json);
	json_key(&json, "accepted");
	diag_put_accepted(project->diag, &json);
	json_key(&json, "cards");
	cards_put_json(&json, project->site, findings->cards);
	json_close(&json, '}');
	buf_put_char(&out, '\n');
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}

static void find(struct project *project)
{
	if (project_read(project) != 0 || project_plan(project) != 0)
		return;
	advise_on_address(project);
	advise_on_forms(project);
	if (diag_count(project->diag, SEVERITY_ERROR) == 0)
		render_all(project);
}

/* Leave what was asked for. */
static void choose(struct project *project, struct findings *findings)
{
	const struct options *options = project->options;

	project_accept(project);
	findings->cards = cards_of(project->site, project->diag, &findings->chosen);
	if (findings->chosen.keys.count)
		diag_within(project->diag, chosen_concerns, &findings->chosen, findings->others);
	if (options->only)
		diag_only(project->diag, options->wanted, findings->rest);
}

int check_run(const struct options *options)
{
	struct project project;
	struct findings findings = { 0 };
	int status = project_open(&project, options), usage = 0;

	project.checking = true;
	project.linting = true;
	if (status == 0) {
		find(&project);
		usage = chosen_take(&findings.chosen, &project);
		if (usage == 0) {
			choose(&project, &findings);
			status = project_report(&project);
		}
	}
	if (usage)
		status = usage;
	else if (options->json)
		print_json(&project, &findings);
	else
		print_summary(&project, &findings);
	free(findings.cards.at);
	if (findings.chosen.project)
		chosen_dispose(&findings.chosen);
	project_close(&project);
	return status;
}

/*
 * check.c -- `diafano check`: everything that `build` would find.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages are made too, and thrown away, because a template may be at fault.
 */
#include <stdio.h>

#include "base/pool.h"
#include "project.h"

struct check {
	struct project *project;
	struct arena scratch[POOL_MAX];
	struct buf out[POOL_MAX];
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

static void print_summary(const struct project *project)
{
	size_t errors = diag_count(project->diag, SEVERITY_ERROR);
	size_t warnings = diag_count(project->diag, SEVERITY_WARNING) - errors;

	unsigned count = project->site ? project->site->kinds[ENTRY_EVALUATION].count : 0;

	printf("%u %s; %zu %s, %zu %s\n",
	       count, count == 1 ? "evaluación" : "evaluaciones",
	       errors, errors == 1 ? "error" : "errores",
	       warnings, warnings == 1 ? "advertencia" : "advertencias");
}

static void print_json(struct project *project)
{
	struct json json;
	struct buf out;

	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "evaluations");
	json_number(&json, project->site ? project->site->kinds[ENTRY_EVALUATION].count : 0);
	project_put_json(project, &json);
	json_close(&json, '}');
	buf_put_char(&out, '\n');
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}

int check_run(const struct options *options)
{
	struct project project;
	int status = project_open(&project, options);

	if (status == 0) {
		if (project_read(&project) == 0 && project_plan(&project) == 0 &&
		    diag_count(project.diag, SEVERITY_ERROR) == 0)
			render_all(&project);
		status = project_report(&project);
	}
	if (options->json)
		print_json(&project);
	else
		print_summary(&project);
	project_close(&project);
	return status;
}

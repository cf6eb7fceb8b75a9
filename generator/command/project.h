/*
 * project.h -- a project on its way from content to a planned site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `build`, `check` and `dump` share: the content is read, the theme
 * opened, every address and file decided. Nothing is written.
 */
#ifndef GENERATOR_COMMAND_PROJECT_H
#define GENERATOR_COMMAND_PROJECT_H

#include "base/diag.h"
#include "base/digest.h"
#include "base/json.h"
#include "export/export.h"
#include "export/data.h"
#include "model/site.h"
#include "options.h"
#include "page/page.h"
#include "route/plan.h"
#include "source/source.h"
#include "theme/theme.h"
#include "version/attachment.h"
#include "version/chronicle.h"

/* Milliseconds of each stage, for the summary. */
struct stages {
	struct site_stages site;
	int64_t history;	/* opening the repository and walking its commits */
	int64_t compare;	/* reading blobs and comparing neighbours */
	int64_t plan;
	int64_t index;
	int64_t render;
	int64_t write;
	int64_t export;
};

struct project {
	const struct options *options;
	struct diag *diag;
	struct source_reader *reader;
	struct repository *repository;	/* in whatever state; NULL: not opened yet */
	struct history *history;	/* NULL: none is wanted, or to be had */
	struct chronicle *chronicle;	/* likewise */
	struct attachments *attachments;	/* of it; NULL too where nothing is made */
	struct site *site;
	struct theme *theme;
	struct route *route;
	struct plan plan;
	struct pages *pages;
	struct export_inputs exports;
	struct data *data;		/* NULL: none is made */
	struct search *search;		/* NULL: --no-search */
	char (*digests)[DIGEST_HEX];	/* of the attachments, in their order */
	struct stages stages;
	struct site_memory *memory;	/* set before project_read(): of earlier readings, or NULL */
	bool accepted;			/* project_accept() is done */
	bool publishing;		/* and what is not published does not count */
	bool checking;			/* set before project_read(): nothing will be made */
	bool linting;			/* likewise: the linter speaks */
	bool looking;			/* likewise: no folder is made for what is kept, and nothing new of versions */
	int64_t began;
};

/* Get ready where the program stands already; end with project_close(). */
void project_begin(struct project *project, const struct options *options);

/* Go to the project's folder and get ready. Returns 0, or the exit status
   after telling why not; end with project_close() either way. */
int project_open(struct project *project, const struct options *options);

/* True, after saying what to do about it, when there is no content folder. */
bool project_is_elsewhere(struct project *project);

/* Read the content. Returns -1 when there is none to be read. */
int project_read(struct project *project);

/* Read the past of what was read, unless nobody wants it; the walk only where
   project->history is not there already. What is wrong with it is told, and
   stops nothing. */
void project_remember(struct project *project);

/* False when there may be published versions that are not known here; then
   *CURE is the command that helps, or "". */
bool project_knows_past(const struct project *project, struct str *cure);

/* Open the theme and plan every file. Returns -1 when that cannot be. */
int project_plan(struct project *project);

/*
 * Make the bytes of plan item INDEX in OUT (cleared first). SCRATCH is the
 * worker's own. For every maker but PLAN_COPY, PLAN_DATA and PLAN_FORMER. Returns -1 after
 * a diagnostic.
 */
int project_render(struct project *project, size_t index, struct arena *scratch,
		   struct buf *out);

/* Leave out what the evaluations accept; once, when all was reported that may
   be accepted. project_report() does it where nobody did. */
void project_accept(struct project *project);

/* Print the diagnostics (to stderr, unless --json) and return the exit status. */
int project_report(struct project *project);

/* What all summaries in JSON begin with; the caller adds its own keys. */
void project_put_json(struct project *project, struct json *json);

void project_close(struct project *project);

#endif

/*
 * options.h -- the command line, read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_OPTIONS_H
#define GENERATOR_COMMAND_OPTIONS_H

#include <stdbool.h>

#include "base/diag.h"
#include "usage.h"

struct options {
	const char *directory;	/* -C; "." without */
	const char *content;
	const char *theme;	/* NULL: as sitio.yaml says */
	const char *site;
	const char *url;	/* NULL: as sitio.yaml says */
	const char *at;		/* a revision; NULL: the folder as it is */
	const char *fund;	/* import, new: a key, or NULL */
	const char *entity;	/* new: a key, or NULL */
	const char *key;	/* import: of the evaluation, or NULL */
	int year;		/* import, new: the fiscal year, or 0 */
	const char *host;	/* serve */
	int port;		/* serve: -1 where the user does not say */
	const char *server;	/* publish: print its configuration */
	bool dry_run, yes, back;	/* publish */
	bool uncommitted;	/* publish: what is in no commit, too */
	bool publishing;	/* build, as a step of publish */
	unsigned workers;
	bool drafts;
	bool strict;
	bool no_data;
	bool no_search;
	bool json;
	bool no_history;
	bool only;		/* check: nothing but the ids that are wanted */
	bool wanted[DIAG_COUNT];
	char **words;		/* what is not an option; borrowed from argv */
	int word_count;
};

struct command {
	const char *name;
	const char *usage;	/* behind the name: "[opciones]" */
	const char *brief;	/* for the list of commands, Spanish */
	const char *summary;	/* lines, Spanish, without the last one's end */
	const char *examples;	/* indented lines, or NULL */
	const char *options;	/* the letters of options.c it takes */
	int words_min, words_max;
	int (*run)(const struct options *options);	/* the exit status */
};

/*
 * Read the ARGC arguments behind the command's name. Returns 0; 2 after
 * telling what is wrong; or -1 when help was asked for and given.
 */
int options_read(struct options *options, const struct command *command,
		 int argc, char **argv);

void command_help(const struct command *command);

int build_run(const struct options *options);
int check_run(const struct options *options);
int explain_run(const struct options *options);
int serve_command_run(const struct options *options);
int publish_run(const struct options *options);
int new_run(const struct options *options);
int import_run(const struct options *options);
int dump_run(const struct options *options);
int history_run(const struct options *options);
int diff_run(const struct options *options);

#endif

/*
 * publish.h -- the ways to put a site where it is served.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each way is a publisher: it looks whether its target can be meant, tells
 * what would change there, sends the site, and goes back to the one before.
 * publish.c asks them in that order. All return -1 after a diagnostic.
 */
#ifndef GENERATOR_COMMAND_PUBLISH_H
#define GENERATOR_COMMAND_PUBLISH_H

#include "project.h"

struct file_change {
	char kind;		/* '+' new, '~' other bytes, '-' gone */
	struct str path;
};

struct publication {
	struct project *project;
	const char *site;	/* the folder to send */
	const struct record *record;	/* RECORD_PUBLICATION */
	struct str target;	/* as sitio.yaml says; NUL-terminated */
	struct place place;	/* where it says so */
	struct str shown;	/* the same for people: "publicado de origin (URL)" */
	bool has_before;	/* set by send(): there is one to go back to */
	int64_t before;		/* when that one, or the one that back() put, was published; 0: not known */
	struct arena arena;
	VEC(struct file_change) changes;	/* by path */
	void *own;		/* the publisher's, in the arena */
};

struct publisher {
	int field;		/* PUBLICATION_FOLDER ... */
	const char *word;	/* "en la carpeta" */
	int (*check)(struct publication *publication);
	int (*compare)(struct publication *publication, bool back);
	int (*send)(struct publication *publication);
	int (*back)(struct publication *publication);
	const char *back_hint;	/* how to undo what was just done */
	void (*after)(const struct publication *publication);	/* says how to look at it; may be NULL */
};

extern const struct publisher folder_publisher;
extern const struct publisher rsync_publisher;
extern const struct publisher git_publisher;

/* Compare the files of FOLDER with those of OLD into the changes. */
int publication_compare(struct publication *publication, const char *folder, const char *old);

/* Say that TARGET cannot be meant; returns -1. */
int publication_refuse(struct publication *publication, const char *why, const char *hint);

#define NO_BEFORE "hay una desde la segunda vez que se publica"	/* a hint of --back */

#endif

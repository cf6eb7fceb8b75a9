/*
 * output.h -- make the new site beside the old one, and swap it in at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * output_open() makes a hidden staging folder beside the site
 * (".site.diafano-Xa12Bc"); output_file() and output_copy() fill it, from many
 * threads; output_commit() exchanges the two folders and removes the old one;
 * output_abandon() removes the staging folder and leaves all as it was. What
 * the bytes mean is not known here.
 *
 * Whose folder it is. A site carries the file ".diafano". A folder without it
 * is accepted only while it holds nothing but .gitignore and .gitkeep;
 * anything else is somebody's and is refused, untouched. So is a site in whose
 * top somebody put a dot folder (".git"). Within a site everything belongs to
 * the plan: what is not written again is gone after the commit; plain dot
 * files at the top (.gitignore, .htaccess) are the exception, and are carried
 * over.
 *
 * Unchanged files. A file whose bytes equal those at the same path of the old
 * site is not written: it becomes a hard link to the old one and keeps its
 * times. Nothing ever writes through such a link, so the old site stays whole.
 * Symbolic links in the old site are never followed; the site itself may be
 * one, and then the folder it leads to is exchanged.
 *
 * Killed runs. Until the exchange, which is one system call, the old site is
 * whole; after it, the new one is. What a killed run leaves beside the site is
 * removed by the next output_open(), which tells its own leftovers by name and
 * marker. Nothing is synced to the disk: this is safe against a killed
 * program, not against a loss of power; since files are compared by bytes, the
 * next build repairs those that a loss of power damaged.
 *
 * Where folders cannot be exchanged there are two next best ways, and the
 * summary says which was used (enum output_way). All functions that fail make
 * one diagnostic, where the cause is known; after a failure the others return
 * -1 at once and in silence.
 */
#ifndef OUTPUT_OUTPUT_H
#define OUTPUT_OUTPUT_H

#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

struct output;

/* How the new site took its place. */
enum output_way {
	OUTPUT_FIRST,		/* there was none: one rename */
	OUTPUT_EXCHANGE,	/* one system call: nobody sees anything between */
	OUTPUT_TWO_RENAMES,	/* for an instant there is no site; should the run
				   be killed just then, the next one puts the
				   old site back */
	OUTPUT_IN_PLACE,	/* a mount point or a layered disk: entry by entry;
				   a run killed meanwhile leaves a mixture until
				   the next build */
};

struct output_summary {
	size_t files;		/* planned, and now in the site */
	size_t written;		/* of these: with new bytes */
	size_t unchanged;	/* of these: carried over with their times */
	size_t removed;		/* files of the old site that no longer exist */
	uint64_t bytes;		/* of all files */
	enum output_way way;
};

/* A few Spanish words for the summary: "de una sola vez". */
const char *output_way_text(enum output_way way);

/*
 * Get ready to make the site SITE_DIR (its parent must exist) with WORKERS
 * threads, and set *OUTPUT. SITE_DIR and DIAG are borrowed until DIAG is
 * printed. One run at a time may hold a site: another gets DIAG_BUSY.
 *
 * Returns -1 after one diagnostic, with *OUTPUT NULL and nothing changed.
 * Otherwise end with exactly one of output_commit() and output_abandon().
 */
int output_open(struct output **output, const char *site_dir, unsigned workers,
		struct diag *diag);

/*
 * Put BYTES at PATH ("fondos/fone.html": relative, without "." or ".."; folders
 * are made). Safe from several threads with a WORKER (0..workers-1) of their
 * own each; fastest when neighbours in one folder follow one another. Each
 * path may be given once. Returns 0, or -1.
 */
int output_file(struct output *output, unsigned worker, struct str path,
		struct str bytes);

/*
 * The same with the bytes of SOURCE, an open regular file of any size, which
 * is read from its start; its offset is not moved and the caller closes it.
 */
int output_copy(struct output *output, unsigned worker, struct str path,
		int source);

/*
 * Make an empty file in the staging folder for something too long to hold; its
 * name goes to PATH, for a library that opens files itself. output_take() makes
 * it a file of the site; one that is not taken goes with the staging folder.
 * Returns a descriptor, which the caller closes, or -1 after a diagnostic.
 */
int output_scratch(struct output *output, char *path, size_t size);

/*
 * As output_copy(), with the scratch file SCRATCH, open as SOURCE, which is
 * moved and not copied: nobody may write to it any more.
 */
int output_take(struct output *output, unsigned worker, struct str path,
		const char *scratch, int source);

/*
 * Open, for reading, the file PATH that was made before; the caller closes it.
 * -1 with errno.
 */
int output_reopen(struct output *output, struct str path);

/*
 * Call LOOK with the path of each plain file of the old site below FOLDER
 * ("evaluaciones"), in byte order of names; nothing is called where there is
 * no old site. For who must not take away what is there.
 */
void output_look_back(struct output *output, const char *folder,
		      void (*look)(void *context, struct str path), void *context);

/*
 * Swap the new site in, remove the old one, fill *SUMMARY (may be NULL), and
 * free OUTPUT. When no thread is at work any more. Returns -1 when anything
 * failed, then or before: the old site is as it was and the new one is gone.
 */
int output_commit(struct output *output, struct output_summary *summary);

/*
 * Remove what was made, leave the old site as it is, and free OUTPUT (may be
 * NULL). When no thread is at work any more; not from a signal handler, which
 * may just as well let the program die: the next run cleans up.
 */
void output_abandon(struct output *output);

#endif

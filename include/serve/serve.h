/*
 * serve.h -- a site that follows its author: HTTP on this machine, rebuilt at each save.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * serve_run() watches some folders, asks for the site to be made anew when
 * something in them was saved, and answers browsers from memory; pages reload
 * themselves when they changed, and show what is wrong over the page. How a page is
 * made is not known here: the caller hands in struct serve_site.
 *
 * Nothing is read from or written to the disk for a request, unless the
 * caller's get() does, so no address can climb out of the site. Whoever asks
 * under a host name that is not this machine's is refused: a page elsewhere
 * that had its own name point here (DNS rebinding) could else read the drafts.
 *
 * Saves that follow one another at once make one build. While one is made the
 * site before it is served.
 */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include "base/buf.h"
#include "base/diag.h"

enum serve_found {
	SERVE_MISSING,		/* OUT may hold a page that says why */
	SERVE_BYTES,		/* in OUT */
	SERVE_FILE,		/* in *FD, which the caller of get() closes */
};

struct serve_site {
	void *context;
	/*
	 * Make the site anew; from one thread at a time, while others may be
	 * in get(). What is wrong is kept for tell(). When no site can be
	 * made, the old one stays.
	 */
	void (*build)(void *context);
	/* What is at PATH ("fondos/index.html", never empty). Any thread. */
	enum serve_found (*get)(void *context, struct str path, struct buf *out, int *fd);
	/* Append what is wrong as JSON, an array of objects as diag_put_json()
	   makes them. Any thread. */
	void (*tell)(void *context, struct buf *json);
	/* The address to open, when the server is ready. May print. */
	void (*ready)(void *context, const char *address);
};

struct serve_options {
	const char *host;	/* an address of this machine, or its name */
	unsigned port;		/* 0: any that is free */
	bool port_is_fixed;	/* else one of the next ones does as well */
	const struct str *folders;	/* to watch; those that do not exist may come to be */
	size_t folder_count;
};

/* Serve until SIGINT, SIGTERM or SIGHUP. Returns 0, or -1 after a diagnostic
   when there is no port to be had. */
int serve_run(const struct serve_options *options, const struct serve_site *site,
	      struct diag *diag);

#endif

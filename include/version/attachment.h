/*
 * attachment.h -- the bytes that the address of each attachment ever had.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	attachments = attachments_read(chronicle, &inputs, diag);
 *	... pages tell of them, the build writes them: attachment_take() ...
 *	attachments_free(attachments);
 *
 * An attachment is what lies below archivos/: it was published as it was, at its
 * own address, whoever named it; also while only a draft did. When its bytes are
 * replaced or taken away, the site has them no more, and git has. A holding is
 * one distinct set of bytes; a stay is the time that one address had it.
 *
 * Which bytes are former. Those for which there was a time, at the end of some
 * commit, when no address of archivos/ had them. They get an address of their own
 * and keep it for good, also if a later commit brings them back: the answer
 * depends on the past alone, so that what comes later takes no address away. What
 * only moved from one path to another in one commit is not former: it still has
 * an address, and is not copied a second time.
 *
 * What a court ordered out (`archivos_suprimidos` of sitio.yaml, and every
 * attachment to which a field leads that an evaluation has among its
 * `supresiones`) is told and never given, wherever it was.
 *
 * Memory: some hundred bytes for each stay. Bytes are read one set at a time by
 * each worker, and large ones by one worker at a time. FILE is a cache of sizes
 * and digests by blob: it may be deleted at any time, and what comes out is the
 * same with it and without it.
 */
#ifndef VERSION_ATTACHMENT_H
#define VERSION_ATTACHMENT_H

#include "base/digest.h"
#include "base/map.h"
#include "version/chronicle.h"

/* Of one set of former bytes: what is larger is told and not given. */
#define ATTACHMENT_MAX ((size_t)1 << 30)

struct holding {
	struct object_id blob;
	struct str name;	/* of the first file that it was: "informe.pdf" */
	bool former;
	enum blob_state state;	/* of former ones: whether the repository gives the bytes */
	uint64_t size;		/* of former ones; 0 where nobody knows */
	char digest[DIGEST_HEX];	/* likewise; "" where nobody knows */
	bool ordered;		/* ordered out: never given */
	struct str reason;	/* of the order; absent: several say so, and give others */
	struct date ordered_on;
	bool left_out;		/* the site keeps no former bytes of this size: sitio.yaml */
	struct str here;	/* an address that has it in the site that is built; absent: none */
};

struct stay {
	uint32_t holding;
	const struct history_event *came;
	const struct history_event *went;	/* replaced or taken away; NULL: it is still there */
};

struct attachment {
	struct str path;	/* "archivos/2022/informe.pdf" */
	struct stay *stays;	/* oldest first; at least one */
	uint32_t count;
	bool here;		/* the site that is built has a file at the path */
	bool uncommitted;	/* and it is not the one that the commit has */
};

struct attachments {
	struct attachment *at;	/* all that the history has, in byte order of path */
	uint32_t count;
	struct holding *holdings;
	uint32_t holding_count;
	uint32_t missing, damaged;	/* former ones that the repository does not give */
	struct map by_blob;	/* to a holding */
	const struct chronicle *chronicle;
	struct arena arena;
};

struct attachment_inputs {
	struct repository *repository;	/* of the chronicle */
	bool is_committed;	/* as in chronicle_inputs */
	unsigned workers;
	const char *file;	/* the cache, or NULL; its folder must exist */
	bool keep;		/* replace it */
};

/*
 * All attachments of the past of CHRONICLE, which must outlive them. An order that
 * names nothing, or bytes that an address still has, is an error at its place:
 * they would be in the open. Never NULL; yours, free with attachments_free().
 */
struct attachments *attachments_read(const struct chronicle *chronicle, const struct attachment_inputs *inputs,
				     struct diag *diag);
void attachments_free(struct attachments *attachments);

/* The one at PATH, or NULL. */
const struct attachment *attachments_find(const struct attachments *attachments, struct str path);

/* The holding of BLOB, or NULL. */
const struct holding *attachments_holding(const struct attachments *attachments, const struct object_id *blob);

/* Whether the site gives the bytes of HOLDING at an address of their own. */
bool holding_is_given(const struct holding *holding);

/* Call TAKE once with the bytes of HOLDING, from any thread; false, and no call,
   when they cannot be had. */
bool attachment_take(const struct attachments *attachments, const struct holding *holding,
		     void (*take)(void *context, struct str bytes), void *context);

#endif

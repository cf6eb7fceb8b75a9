/*
 * cache.h -- what is kept between runs: at the project's root, and no one's loss.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_CACHE_H
#define GENERATOR_COMMAND_CACHE_H

#include <stdbool.h>

#define CACHE_WALK ".diafano/historial"		/* history_read_kept() */
#define CACHE_FACTS ".diafano/versiones"	/* chronicle_read() */
#define CACHE_FILES ".diafano/adjuntos"		/* attachments_read() */

#define CACHE_SENT ".diafano/publicado-"	/* publish_rsync.c: the sites that were sent */

/* True when there is a folder for them below the working directory, which is
   made where it is not. Git does not look into it: it says so itself. */
bool cache_open(void);

#endif

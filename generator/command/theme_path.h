/*
 * theme_path.h -- where themes are looked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_THEME_PATH_H
#define GENERATOR_COMMAND_THEME_PATH_H

#include "base/arena.h"
#include "base/str.h"

#define THEME_PATHS 4

/*
 * The folders of theme NAME, the first of which wins file by file: CONTENT's
 * own tema/, the project's themes/, the themes above the folder that this program was
 * compiled in, those that were installed with it. In ARENA. Returns how many.
 */
size_t theme_paths(struct str paths[THEME_PATHS], struct arena *arena,
		   struct str name, const char *content);

#endif

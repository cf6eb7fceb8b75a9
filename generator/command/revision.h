/*
 * revision.h -- the content as of a commit, as a source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * source/ reads through a reader it is handed and has never heard of git;
 * history/ has never heard of sources. Here the two are joined, for `--at`.
 */
#ifndef GENERATOR_COMMAND_REVISION_H
#define GENERATOR_COMMAND_REVISION_H

#include "history/repository.h"
#include "source/source.h"

/*
 * A reader of the content folder CONTENT as of the commit of REPOSITORY, which
 * is REPOSITORY_READ and must outlive it. Symbolic links and submodules are
 * reported and left out, as those of a folder are. Free with revision_free().
 */
struct source_reader *revision_reader(struct repository *repository, const char *content);
void revision_free(struct source_reader *reader);

#endif

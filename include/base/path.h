/*
 * path.h -- names of files, as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paths here use '/', are relative unless they begin with it, and are never
 * looked up: nothing in this file touches the disk.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* "a/b" and "c" give "a/b/c"; an empty part adds nothing, nor does a second
   '/' between them. In ARENA. */
struct str path_join(struct arena *arena, struct str a, struct str b);

/* "a/b/c.md": directory "a/b", name "c.md", stem "c", ending ".md".
   Without a '/' the directory is ""; ".x" has no ending. */
struct str path_directory(struct str path);
struct str path_name(struct str path);
struct str path_stem(struct str path);
struct str path_ending(struct str path);

/*
 * Resolve "." and ".." of LINK as seen from the folder FROM ("a/b").
 * Returns the absent view when it would climb above the root, and for a LINK
 * that begins with '/'. The root itself is "" (or "/" if FROM begins with it).
 */
struct str path_resolve(struct arena *arena, struct str from, struct str link);

/*
 * Append to OUT the relative address of file TO as seen from file FROM, both
 * below one root: from "a/b/c.html" to "a/d.html" is "../d.html".
 */
void path_put_relative(struct buf *out, struct str from, struct str to);

/* [a-z0-9-]+, at most 100 bytes, not "index" nor a name reserved by Windows
   ("con", "nul", "com1" ...): what content-format calls a clave. */
bool path_is_key(struct str name);

/* True when NAME has what no message should print raw: controls, letters that
   turn the direction of writing, bytes that are not UTF-8. */
bool path_has_control(struct str name);

#endif

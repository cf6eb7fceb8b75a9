/*
 * escape.h -- text made safe for where it goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One function for each place; the name says the place. All append to OUT.
 */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"
#include "base/str.h"

/* Between tags, or within a double- or single-quoted attribute: & < > " '.
   C0 controls other than tab and newline become U+FFFD. */
void escape_text(struct buf *out, struct str s);

/* A URL for use within an attribute: bytes outside the URL alphabet are
   percent-encoded (existing %XX kept), then & ' " are escaped as text. */
void escape_url(struct buf *out, struct str s);

/* One path segment or query value: all but unreserved bytes are encoded. */
void escape_url_part(struct buf *out, struct str s);

/* The same of each part of PATH, the name of a file below the site's root or a
   relative way to one: a name may have a '#' or a '%'. */
void escape_url_path(struct buf *out, struct str path);

/* The inside of a JSON string, safe within <script> too: < > & U+2028 U+2029
   are written \uXXXX, bytes that are not UTF-8 become U+FFFD. The quotes are
   the caller's. */
void escape_json(struct buf *out, struct str s);

/* The inside of a YAML scalar in double quotes, on one line: line breaks and
   other controls are written as YAML writes them. The quotes are the caller's. */
void escape_yaml(struct buf *out, struct str s);

/*
 * True when URL may be a link: http, https, mailto, tel or relative, without
 * control characters, white space, backslashes or invalid UTF-8. "javascript:",
 * "data:" and the like, in whatever case or disguise, are false, and so is
 * "//host". The empty URL is relative; the absent view is false.
 */
bool url_is_safe(struct str url);

/* True for an absolute http or https URL with a host. */
bool url_is_web(struct str url);

#endif

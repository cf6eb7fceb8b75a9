/*
 * script.h -- what a page is given so that it reloads itself: one script, at the
 * end of its body. It is served from memory and never part of a built site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The script asks for what is new and is answered when there is: then it
 * reloads the page where it was, if that page changed, and shows what is
 * wrong over it. All words reach the page as text, never as HTML.
 */
#ifndef GENERATOR_SERVE_SCRIPT_H
#define GENERATOR_SERVE_SCRIPT_H

#include "base/buf.h"

#define SCRIPT_FOLDER "/.diafano/"
#define SCRIPT_PATH SCRIPT_FOLDER "recarga.js"
#define WAIT_PATH SCRIPT_FOLDER "espera"

/* The script's bytes. */
struct str script_bytes(void);

/* Append PAGE (HTML) to OUT with the script in it, which asks for news of a
   page whose tag is TAG no more. */
void script_put_page(struct buf *out, struct str page, struct str tag);

#endif

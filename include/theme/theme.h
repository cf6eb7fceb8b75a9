/*
 * theme.h -- a folder that decides how the site looks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	tema.txt                  nombre, version, licencia, autor, sobre
 *	plantillas/NAME.mustache  templates; NAME may hold folders ("a/b")
 *	idioma/LANGUAGE.txt       strings, one "clave = texto" per line
 *	recursos/...              style sheets, scripts, images, fonts
 *
 * A theme is opened from several folders, the first of which wins file by
 * file, and key by key for strings and tema.txt: a site lays its own folder
 * over the installed theme and keeps in it only what it changes. Strings of
 * "es-MX" come from es-MX.txt and, where it has none, from es.txt.
 *
 * "sobre = NAME" in tema.txt takes the templates, assets and strings that the
 * theme lacks from the theme NAME in the folder beside it: a theme writes what
 * it wants otherwise, and has what comes later all the same.
 *
 * Every template sees, below its page's own values:
 *
 *	t.CLAVE        a string of the language. One with {{tags}} in it is a
 *	               partial instead: {{>t/CLAVE}}
 *	recurso.NAME   the published path of an asset: "estilo.css" is
 *	               recurso.estilo_css, "iconos/mapa.svg" is
 *	               recurso.iconos_mapa_svg. Relative to the site's root: the
 *	               page gives the way there, as in {{raiz}}{{recurso.x_css}}
 *	tema.CLAVE     what tema.txt says
 *
 * Assets are published as tema/NAME.HASH.ENDING. A style sheet's url() and
 * @import of other assets are rewritten to their published names.
 *
 * Nothing else outside the folders is read: symbolic links within them are
 * refused, as are files too large, too many, not regular or (but for assets
 * that are no text) not UTF-8. Names that begin with '.' or end in '~' are
 * passed over. The language of templates is described in template.h and, for
 * theme authors, in tests/theme/manual.md.
 */
#ifndef THEME_THEME_H
#define THEME_THEME_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "theme/template.h"
#include "theme/value.h"

#define THEME_TEMPLATE_BYTES ((size_t)1 << 20)
#define THEME_ASSET_BYTES ((size_t)16 << 20)
#define THEME_BYTES ((size_t)64 << 20)
#define THEME_FILES 2048
#define THEME_STRINGS 4096
#define THEME_FOLDERS 16	/* deep */

struct theme;

struct theme_asset {
	struct str source;	/* below recursos/: "iconos/mapa.svg" */
	struct str output;	/* "tema/iconos/mapa.1f2e3d4c5b.svg" */
	struct str bytes;	/* as published: references are rewritten */
	const char *hash;	/* SHA-256 of bytes, hexadecimal */
};

/*
 * Read and compile a theme from COUNT folders, the first wins; those that do
 * not exist are passed over. Messages name files by the folder as it is
 * given here.
 *
 * Returns 0, or -1 when no folder exists, or any of its files has an error or
 * cannot be read: all that is wrong is reported first. Either way *THEME is
 * yours, free it with theme_free(), but not before the messages were printed:
 * they borrow the names of its files. After -1 it is good for nothing else.
 */
int theme_open(struct theme **theme, const struct str *folders, size_t count,
	       struct str language, struct diag *diag);
void theme_free(struct theme *theme);

/*
 * The template called NAME ("evaluacion", "a/b"), or NULL after a diagnostic
 * that names the nearest one. The theme's.
 */
const struct template *theme_template(const struct theme *theme,
				      struct str name, struct diag *diag);

/* Whether there is a template called NAME. */
bool theme_has_template(const struct theme *theme, struct str name);

/* Render with template_render(), from any thread. */

/* Assets in byte order of source. Pointers are the theme's. */
size_t theme_asset_count(const struct theme *theme);
const struct theme_asset *theme_asset(const struct theme *theme, size_t index);

/* The path under which asset SOURCE ("estilo.css") is published, or the
   absent view. */
struct str theme_asset_output(const struct theme *theme, struct str source);

/* The string of the language, or the absent view; for text that is made
   outside templates. One with {{tags}} is returned as it is written. */
struct str theme_string(const struct theme *theme, struct str key);

#endif

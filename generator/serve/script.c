/*
 * script.c -- the script that reloads a page, and its place in the page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define SHOWN_MAX "50"		/* of a kind; a page full of them says no more */

static const char script[] =
	"(function () {\n"
	"  'use strict';\n"
	"  var own = document.currentScript, tag = own.dataset.huella, seen = '';\n"
	"  var place = 'diafano:' + location.pathname, host = null;\n"
	"  try {\n"
	"    var kept = JSON.parse(sessionStorage.getItem(place));\n"
	"    sessionStorage.removeItem(place);\n"
	"    if (kept) { history.scrollRestoration = 'manual'; back(kept); addEventListener('load', function () { back(kept); }); }\n"
	"  } catch (e) { /* no storage: the browser's own way */ }\n"
	"  function back(kept) { scrollTo({left: kept.x, top: kept.y, behavior: 'instant'}); }\n"
	"  function reload() {\n"
	"    try { sessionStorage.setItem(place, JSON.stringify({x: scrollX, y: scrollY})); } catch (e) { /* as above */ }\n"
	"    location.reload();\n"
	"  }\n"
	"  function add(parent, name, text, look) {\n"
	"    var made = document.createElement(name);\n"
	"    made.textContent = text;\n"
	"    made.style.cssText = look || '';\n"
	"    parent.appendChild(made);\n"
	"    return made;\n"
	"  }\n"
	"  function where(told) {\n"
	"    return told.path + (told.line ? ':' + told.line + (told.column ? ':' + told.column : '') : '');\n"
	"  }\n"
	"  function put(list, told, colour) {\n"
	"    var item = add(list, 'li', '', 'margin:.6em 0;padding-left:.8em;border-left:4px solid ' + colour);\n"
	"    add(item, 'code', where(told), 'font-weight:bold');\n"
	"    add(item, 'div', told.severity + ': ' + told.message);\n"
	"    if (told.hint) add(item, 'div', '→ ' + told.hint, 'color:#05612a');\n"
	"    add(item, 'code', 'diafano explain ' + told.id, 'font-size:.85em;color:#555');\n"
	"  }\n"
	"  function fill(list, all, colour) {\n"
	"    all.slice(0, " SHOWN_MAX ").forEach(function (told) { put(list, told, colour); });\n"
	"    if (all.length > " SHOWN_MAX ") add(list, 'li', 'y ' + (all.length - " SHOWN_MAX ") + ' más: «diafano check» los enumera', 'margin:.6em 0');\n"
	"  }\n"
	"  function show(all) {\n"
	"    var errors = all.filter(function (told) { return told.severity === 'error'; });\n"
	"    var others = all.filter(function (told) { return told.severity === 'advertencia'; });\n"
	"    if (host) { host.remove(); host = null; }\n"
	"    if (!errors.length && !others.length) return;\n"
	"    host = document.createElement('div');\n"
	"    host.id = 'diafano-avisos';\n"
	"    host.style.cssText = 'all:initial;position:fixed;z-index:2147483647;' + (errors.length ? 'inset:auto 0 0 0' : 'right:0;bottom:0;max-width:100%');\n"
	"    var box = host.attachShadow({mode: 'open'});\n"
	"    var panel = add(box, 'div', '', 'box-sizing:border-box;max-height:60vh;overflow:auto;background:#fff;color:#111;font:15px/1.4 system-ui,sans-serif;padding:.6em 1em;box-shadow:0 0 1em #0008;border-top:4px solid ' + (errors.length ? '#c00' : '#b80'));\n"
	"    panel.setAttribute('role', errors.length ? 'alert' : 'status');\n"
	"    if (errors.length) {\n"
	"      add(panel, 'strong', errors.length === 1 ? '1 error' : errors.length + ' errores');\n"
	"      var list = add(panel, 'ul', '', 'list-style:none;margin:0;padding:0');\n"
	"      fill(list, errors, '#c00');\n"
	"    }\n"
	"    if (others.length) {\n"
	"      var more = document.createElement('details');\n"
	"      add(more, 'summary', others.length === 1 ? '1 advertencia' : others.length + ' advertencias', 'cursor:pointer');\n"
	"      var rest = add(more, 'ul', '', 'list-style:none;margin:0;padding:0');\n"
	"      fill(rest, others, '#b80');\n"
	"      panel.appendChild(more);\n"
	"    }\n"
	"    document.body.appendChild(host);\n"
	"  }\n"
	"  function wait(generation) {\n"
	"    fetch('" WAIT_PATH "?g=' + generation + '&e=' + tag + '&p=' + encodeURIComponent(location.pathname), {cache: 'no-store'})\n"
	"      .then(function (answer) { return answer.json(); })\n"
	"      .then(function (told) {\n"
	"        if (told.cambio) return reload();\n"
	"        var now = JSON.stringify(told.avisos);\n"
	"        if (now !== seen) { seen = now; show(told.avisos); }\n"
	"        wait(told.generacion);\n"
	"      })\n"
	"      .catch(function () { setTimeout(wait, 1000, 0); });\n"
	"  }\n"
	"  wait(0);\n"
	"})();\n";

struct str script_bytes(void)
{
	return STR(script);
}

/* Where the last "</body" of PAGE begins, or its end. */
static size_t end_of_body(struct str page)
{
	static const char mark[] = "</body";

	for (size_t at = page.len; at-- > 0;)
		if (page.ptr[at] == '<' && page.len - at >= sizeof mark - 1 &&
		    memcmp(page.ptr + at, mark, sizeof mark - 1) == 0)
			return at;
	return page.len;
}

void script_put_page(struct buf *out, struct str page, struct str tag)
{
	size_t at = end_of_body(page);

	buf_put_str(out, str_slice(page, 0, at));
	buf_printf(out, "<script src=\"" SCRIPT_PATH "\" data-huella=\"%.*s\"></script>", STR_ARG(tag));
	buf_put_str(out, str_slice(page, at, (size_t)-1));
}

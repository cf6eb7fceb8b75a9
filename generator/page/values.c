/*
 * values.c -- what templates can print, told to theme authors and held to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "values.h"

#include <stdlib.h>

#include "page/page.h"
#include "theme/shape.h"

enum need {
	YES, TEXT, HTML, OBJ, LIST,
	MAYBE_YES, MAYBE_TEXT, MAYBE_HTML, MAYBE_OBJ, MAYBE_LIST,
	FALSE_LEFT_OUT,
	SAME_AS,
	LAST
};

enum thing_id {
#define OBJECT(id, name, about) OBJECT_##id,
#define VALUE(key, need, object, help)
#define LIKE(object)
#define SPARSE
#define END
#include "values.def"
#undef OBJECT
#undef VALUE
#undef LIKE
#undef SPARSE
#undef END
	OBJECTS,
	OBJECT_NOTHING = OBJECTS,
};

struct line {
	const char *key;
	size_t len;
	enum need need;
	enum thing_id object;
	const char *help;
};

#define OBJECT(id, name, about) static const struct line lines_##id[] = {
#define VALUE(key, need, object, help) { key, sizeof key - 1, need, OBJECT_##object, help },
#define LIKE(object) { "", 0, SAME_AS, OBJECT_##object, "" },
#define SPARSE { "", 0, FALSE_LEFT_OUT, OBJECT_NOTHING, "" },
#define END { NULL, 0, LAST, OBJECT_NOTHING, "" } };
#include "values.def"
#undef OBJECT
#undef VALUE
#undef LIKE
#undef SPARSE
#undef END

static const struct object {
	const char *name, *about;
	const struct line *lines;
} objects[OBJECTS] = {
#define OBJECT(id, name, about) { name, about, lines_##id },
#define VALUE(key, need, object, help)
#define LIKE(object)
#define SPARSE
#define END
#include "values.def"
#undef OBJECT
#undef VALUE
#undef LIKE
#undef SPARSE
#undef END
};

/* ---- the check ---- */

#define DEPTH 24	/* of objects within one another; no page has half of that */

struct check {
	struct buf *out;
	struct map *seen;
	struct arena *arena;
	struct str path[DEPTH];
	unsigned depth;
};

static void complain(struct check *check, struct str key, const char *text)
{
	struct buf line;
	struct str kept;

	buf_init(&line);
	for (unsigned i = 0; i < check->depth; i++)
		buf_printf(&line, "%s%.*s", i ? "." : "", STR_ARG(check->path[i]));
	buf_printf(&line, ".%.*s: %s", STR_ARG(key), text);
	kept = arena_str(check->arena, buf_str(&line));
	if (!map_get(check->seen, kept)) {
		map_set(check->seen, kept, check);
		buf_put_str(check->out, kept);
		buf_put_char(check->out, '\n');
	}
	buf_dispose(&line);
}

static bool is_value(const struct line *line)
{
	return line->need < FALSE_LEFT_OUT;
}

static const struct line *find_line(const struct line *lines, struct str key)
{
	for (; lines->need != LAST; lines++) {
		const struct line *found = NULL;

		if (lines->need == SAME_AS)
			found = find_line(objects[lines->object].lines, key);
		else if (is_value(lines) && str_equal(str_make(lines->key, lines->len), key))
			found = lines;
		if (found)
			return found;
	}
	return NULL;
}

/* Whether LINES, or what they are like, say NEED. */
static bool says(const struct line *lines, enum need need)
{
	for (; lines->need != LAST; lines++)
		if (lines->need == need ||
		    (lines->need == SAME_AS && says(objects[lines->object].lines, need)))
			return true;
	return false;
}

static bool fits(enum need need, struct value value)
{
	if (need >= MAYBE_YES && need <= MAYBE_LIST && value.kind != VALUE_OBJECT && !value_is_true(value))
		return true;
	switch (need) {
	case YES: case MAYBE_YES:
		return value.kind == VALUE_BOOL;
	case TEXT: case MAYBE_TEXT:
		return value.kind == VALUE_TEXT || value.kind == VALUE_NUMBER;
	case HTML: case MAYBE_HTML:
		return value.kind == VALUE_HTML;
	case OBJ: case MAYBE_OBJ:
		return value.kind == VALUE_OBJECT;
	case LIST: case MAYBE_LIST:
		return value.kind == VALUE_LIST;
	default:
		return true;
	}
}

static void check_object(struct check *check, struct str name, struct value object, enum thing_id id);

static const char *kind_words(struct value value)
{
	switch ((enum value_kind)value.kind) {
	case VALUE_NULL: return "no está en el manual (nada)";
	case VALUE_BOOL: return "no está en el manual (sí/no)";
	case VALUE_NUMBER: return "no está en el manual (número)";
	case VALUE_TEXT: return "no está en el manual (texto)";
	case VALUE_HTML: return "no está en el manual (html)";
	case VALUE_LIST: return "no está en el manual (lista)";
	case VALUE_OBJECT: return "no está en el manual (objeto)";
	}
	return "";
}

/* A value that nobody described, with all that is in it. */
static void tell_unknown(struct check *check, struct str key, struct value value)
{
	complain(check, key, kind_words(value));
	if (check->depth == DEPTH || (value.kind != VALUE_OBJECT && value.kind != VALUE_LIST))
		return;
	check->path[check->depth++] = key;
	if (value.kind == VALUE_OBJECT)
		for (uint32_t i = 0; i < value.as.object->count; i++)
			tell_unknown(check, str_make(value.as.object->at[i].key, value.as.object->at[i].len),
				     value.as.object->at[i].value);
	else
		for (uint32_t i = 0; i < value.as.list->count; i++)
			tell_unknown(check, STR("*"), value.as.list->at[i]);
	check->depth--;
}

static void check_value(struct check *check, struct str key, struct value value, const struct line *line)
{
	if (!fits(line->need, value))
		complain(check, key, "no es de la clase que dice el manual");
	else if (value.kind == VALUE_OBJECT)
		check_object(check, key, value, line->object);
	else if (value.kind == VALUE_LIST)
		for (uint32_t i = 0; i < value.as.list->count; i++)
			check_object(check, key, value.as.list->at[i], line->object);
}

static void check_missing(struct check *check, struct value object, const struct line *lines)
{
	for (; lines->need != LAST; lines++) {
		struct str key = str_from(lines->key);

		if (lines->need == SAME_AS)
			check_missing(check, object, objects[lines->object].lines);
		else if (is_value(lines) && lines->need != MAYBE_YES &&
			 !value_find(object.as.object, key.ptr, key.len, value_hash(key.ptr, key.len)))
			complain(check, key, "está en el manual y no en la página");
	}
}

/* An element of a list that is no object is described by its list. */
static void check_object(struct check *check, struct str name, struct value object, enum thing_id id)
{
	const struct line *lines;

	if (id == OBJECT_NOTHING) {
		if (object.kind == VALUE_OBJECT)
			complain(check, name, "es un objeto, y el manual no dice cuál");
		return;
	}
	if (object.kind != VALUE_OBJECT || check->depth == DEPTH)
		return complain(check, name, "no es un objeto");
	lines = objects[id].lines;
	check->path[check->depth++] = name;
	for (uint32_t i = 0; i < object.as.object->count; i++) {
		const struct value_entry *entry = &object.as.object->at[i];
		struct str key = str_make(entry->key, entry->len);
		const struct line *line = find_line(lines, key);

		if (line)
			check_value(check, key, entry->value, line);
		else
			tell_unknown(check, key, entry->value);
	}
	if (!says(lines, FALSE_LEFT_OUT))
		check_missing(check, object, lines);
	check->depth--;
}

static enum thing_id find_object(const char *name)
{
	for (int id = 0; id < OBJECTS; id++)
		if (strcmp(objects[id].name, name) == 0)
			return (enum thing_id)id;
	return OBJECT_NOTHING;
}

void values_check(struct buf *out, struct map *seen, struct arena *arena,
		  const char *template, struct value root, struct value shared)
{
	struct check check = { .out = out, .seen = seen, .arena = arena };
	enum thing_id id = find_object(template);

	if (id == OBJECT_NOTHING)
		tell_unknown(&check, str_from(template), root);
	else
		check_object(&check, str_from(template), root, id);
	check_object(&check, STR("comunes"), shared, OBJECT_SHARED);
}

/* ---- the names in templates ---- */

static bool find_shape(const void *context, struct str key, struct shape *shape)
{
	const struct object *object = context;
	const struct line *line = find_line(object->lines, key);

	if (!line)
		return false;
	*shape = (struct shape){ .object = line->object == OBJECT_NOTHING ? NULL : &objects[line->object] };
	if (line->need == OBJ || line->need == MAYBE_OBJ)
		shape->kind = SHAPE_OBJECT;
	else if (line->need == LIST || line->need == MAYBE_LIST)
		shape->kind = SHAPE_LIST;
	shape->may_be_absent = line->need == MAYBE_YES || says(object->lines, FALSE_LEFT_OUT);
	return true;
}

static void tell_lines(const struct line *lines, void (*tell)(void *context, struct str key), void *context)
{
	for (; lines->need != LAST; lines++)
		if (lines->need == SAME_AS)
			tell_lines(objects[lines->object].lines, tell, context);
		else if (is_value(lines))
			tell(context, str_make(lines->key, lines->len));
}

static void each_key(const void *object, void (*tell)(void *context, struct str key), void *context)
{
	tell_lines(((const struct object *)object)->lines, tell, context);
}

/* Where the manual tells of it: not an object that has it by LIKE. */
static struct str owner_of(struct str key)
{
	for (int id = 0; id < OBJECTS; id++)
		for (const struct line *line = objects[id].lines; line->need != LAST; line++)
			if (is_value(line) && str_equal(str_make(line->key, line->len), key))
				return str_from(objects[id].name);
	return (struct str){ NULL, 0 };
}

void values_check_names(struct theme *theme, const char *const *templates, size_t count, struct diag *diag)
{
	static const struct shape_book book = { find_shape, each_key, owner_of };
	struct shape_page *pages = memory_alloc((count + 1) * sizeof *pages);
	size_t known = 0;

	for (size_t i = 0; i < count; i++) {
		enum thing_id id = find_object(templates[i]);

		if (id != OBJECT_NOTHING)
			pages[known++] = (struct shape_page){
				.template = str_from(templates[i]), .count = 2,
				.contexts = { &objects[OBJECT_SHARED], &objects[id] },
			};
	}
	theme_check_names(theme, pages, known, &book, diag);
	free(pages);
}

/* ---- the manual ---- */

static const char preface[] =
"# Los valores que recibe cada plantilla\n\n"
"*Este archivo lo escribe `make values`, con lo que dice `generator/page/values.def`: no se edita. Las pruebas sostienen cada\n"
"valor de cada página contra él.*\n\n"
"Un tema es una carpeta de plantillas Mustache: cómo se escribe uno está en `themes/GUIA.md`. Cada clase de página usa la\n"
"plantilla de su nombre (`plantillas/evaluacion.mustache`) y recibe los valores de abajo.\n\n"
"- Un *texto* se escapa al imprimirlo; *html* lo hizo el generador y se imprime con `{{{x}}}`. Los números, fechas y montos\n"
"  llegan como texto ya escrito en español: `1,234`, `$250,000.00`, `15 de septiembre de 2023`.\n"
"- «o falso»: es `false` cuando no hay nada. Todo nombre existe siempre en su objeto, para que ninguno se busque por accidente en\n"
"  un contexto exterior; donde dice «lo falso no se pone», ninguno de los de afuera se llama igual.\n"
"- Una lista que lleva encabezado llega dentro de un objeto que es falso cuando está vacía:\n"
"  `{{#relacionadas}}<h2>…</h2>{{#filas}}…{{/filas}}{{/relacionadas}}`.\n"
"- `href` es una dirección lista para usarse; `ruta` es relativa a la raíz del sitio: `href=\"{{raiz}}{{ruta}}\"`.\n"
"- Los `id` de una plantilla llevan un guion bajo (`p_menciones`): los del generador (`hallazgo-3`, `s-2-1`, y los de los encabezados\n"
"  de la prosa, hechos con sus palabras) nunca lo llevan, y así no chocan.\n"
"- Además de lo suyo, toda plantilla ve `t.CLAVE` (los textos de `idioma/`; uno con etiquetas es una pieza: `{{>t/CLAVE}}`),\n"
"  `recurso.NOMBRE` (la *ruta* de cada recurso: `estilo.css` es `recurso.estilo_css`) y `tema.CLAVE` (lo que dice `tema.txt`).\n"
"- Títulos, menú, migas y palabras de las cifras los toma el generador de `idioma/` (están juntos al final de\n"
"  `gobierno-abierto/idioma/es-MX.txt`). Si el tema no tiene uno, se ve su clave.\n\n";

static const char classes[] =
"## Clases de CSS del html que hace el generador\n\n"
"| clase | dónde |\n| --- | --- |\n"
"| `ol.items`, `li.item` | los elementos de una sección de lista; el `li` tiene `id=\"hallazgo-3\"` y `value=\"3\"` |\n"
"| `a.ancla` | dentro de cada `li.item`, al final: enlace visible a su propia dirección |\n"
"| `.item-texto` | el texto de un elemento |\n"
"| `.oculto` | texto sólo para lectores de pantalla: el tema debe definirla |\n"
"| `.mencion` | enlace que el generador puso a una mención en la prosa |\n"
"| `a.externo` | enlace a otro sitio; con `url` además si su texto es su propia dirección |\n"
"| `.tabla` | `div` alrededor de cada tabla de la prosa, para que se desplace sola |\n"
"| `.dir` | dirección que se imprime como texto porque no es segura para enlazar |\n"
"| `.suprimido` | dentro de una lista: un elemento que fue suprimido, con su motivo |\n"
"| `.izquierda`, `.centro`, `.derecha` | celdas de las tablas de la prosa |\n"
"| `.archivo-datos`, `.sha256` | el tamaño y la huella de un adjunto, junto a su enlace |\n"
"| `svg.g` | una gráfica: `.g-eje`, `.g-malla` (líneas), `.g-barra`, `.g-punto` (y con ellas `.g-alarma`), `.g-paso` con `.g-serie-1` o `.g-serie-2`, `.g-limite`; textos: `.g-texto`, `.g-cifra`, `.g-nada`. Debe tener `overflow: visible` |\n"
"| `svg.g-fila` | la barra de una fila de la tabla de una gráfica |\n"
"| `.clave-tecnica` | claves y nombres de campo, en la guía |\n";

static const char *need_words(enum need need)
{
	static const char *const words[] = {
		[YES] = "sí/no", [TEXT] = "texto", [HTML] = "html", [OBJ] = "", [LIST] = "lista",
		[MAYBE_YES] = "sí/no", [MAYBE_TEXT] = "texto o falso", [MAYBE_HTML] = "html o falso",
		[MAYBE_OBJ] = "o falso", [MAYBE_LIST] = "lista o falso",
	};

	return words[need];
}

/* A heading as GitHub and others make an address of it. */
static void put_anchor(struct buf *out, const char *name)
{
	for (; *name; name++)
		buf_put_char(out, *name == ' ' ? '-' : *name);
}

static void put_object_link(struct buf *out, const struct object *object)
{
	buf_printf(out, "[%s](#", object->name);
	put_anchor(out, object->name);
	buf_put_char(out, ')');
}

static void put_kind(struct buf *out, const struct line *line)
{
	const char *words = need_words(line->need);
	bool is_object = line->need == OBJ || line->need == MAYBE_OBJ;

	if (!is_object)
		buf_put_text(out, words);
	if (line->object != OBJECT_NOTHING) {
		buf_put_text(out, is_object ? "" : " de ");
		put_object_link(out, &objects[line->object]);
	}
	if (is_object && *words)
		buf_printf(out, " %s", words);
}

static void put_lines(struct buf *out, const struct object *object)
{
	const struct line *line = object->lines;

	for (; line->need != LAST; line++)
		if (line->need == SAME_AS) {
			buf_put_text(out, "Y todo lo de ");
			put_object_link(out, &objects[line->object]);
			buf_put_text(out, ".\n\n");
		} else if (line->need == FALSE_LEFT_OUT) {
			buf_put_text(out, "Lo falso no se pone.\n\n");
		}
	if (object->lines->need == LAST)
		return;
	buf_put_text(out, "| nombre | tipo | qué es |\n| --- | --- | --- |\n");
	for (line = object->lines; line->need != LAST; line++) {
		if (!is_value(line))
			continue;
		buf_printf(out, "| `%s` | ", line->key);
		put_kind(out, line);
		buf_printf(out, " | %s |\n", line->help);
	}
	buf_put_char(out, '\n');
}

void page_put_manual(struct buf *out)
{
	buf_put_text(out, preface);
	for (int id = 0; id < OBJECTS; id++) {
		buf_printf(out, "## %s\n\n", objects[id].name);
		if (*objects[id].about)
			buf_printf(out, "%s\n\n", objects[id].about);
		put_lines(out, &objects[id]);
	}
	buf_put_text(out, classes);
}

/*
 * yaml.c -- libyaml's events, as a tree of places and words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The library counts code points from the start of the text, and takes
 *     more characters than LF for line ends; its line numbers are not used.
 *     A cursor goes along the text and turns its counts into bytes, lines and
 *     columns, each byte passed about once, since events come in order.
 * (2) The library has no limits. Reading stops at the first event that is too
 *     deep or one too many; it looks ahead a kilobyte at most.
 * (3) Recursion follows the nesting, which is capped at YAML_DEPTH.
 */
#include "syntax/yaml.h"

#include <yaml.h>

#include "base/map.h"
#include "base/vec.h"
#include "yaml_error.h"

#define KEYS_COMPARED 16	/* from so many keys on, a map finds duplicates */

struct cursor {
	size_t count;		/* code points before */
	size_t offset;		/* bytes before */
	size_t line_start;	/* offset of the line */
	uint32_t line;		/* 0-based, of the text */
};

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;	/* the current one */
	struct arena *arena;
	struct str text;
	uint32_t first_line;
	struct str shown;
	struct diag *diag;
	struct cursor cursor;
	unsigned depth;
	unsigned nodes;
	VEC(struct yaml_node) keys, values;	/* of the containers being read */
};

/* What came of reading one node. */
enum outcome { READ, SKIPPED, FAILED };

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static void cursor_back(struct cursor *cursor, struct str text, size_t count)
{
	while (cursor->count > count && cursor->offset > 0) {
		do
			cursor->offset--;
		while (cursor->offset > 0 && is_tail(text.ptr[cursor->offset]));
		cursor->count--;
		if (text.ptr[cursor->offset] == '\n')
			cursor->line--;
	}
	cursor->line_start = cursor->offset;
	while (cursor->line_start > 0 && text.ptr[cursor->line_start - 1] != '\n')
		cursor->line_start--;
}

/* Eight bytes of one code point each, none of them a line end. */
static bool is_plain(const char *at)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t bytes, lines;

	memcpy(&bytes, at, sizeof bytes);
	lines = bytes ^ ones * '\n';	/* a byte of zeros where the line ends */
	return !((bytes | ((lines - ones) & ~lines)) & highs);
}

static void cursor_forward(struct cursor *cursor, struct str text, size_t count)
{
	const char *at = text.ptr + cursor->offset, *end = text.ptr + text.len;
	size_t left = count - cursor->count;

	while (left >= 8 && end - at >= 8 && is_plain(at)) {
		at += 8;
		left -= 8;
	}
	for (; left > 0 && at < end; left--) {
		char c = *at++;

		if (c == '\n') {
			cursor->line++;
			cursor->line_start = (size_t)(at - text.ptr);
		} else if ((unsigned char)c >= 0x80) {
			while (at < end && is_tail(*at))
				at++;
		}
	}
	cursor->count = count - left;
	cursor->offset = (size_t)(at - text.ptr);
}

/* Move the cursor behind COUNT code points. See (1). */
static void move_to(struct reader *reader, size_t count)
{
	if (count < reader->cursor.count)
		cursor_back(&reader->cursor, reader->text, count);
	else if (count > reader->cursor.count)
		cursor_forward(&reader->cursor, reader->text, count);
}

/* The place from START up to END, or up to the end of its first line. */
static struct place place_of(struct reader *reader, size_t start, size_t end)
{
	struct place place = { .path = reader->shown };
	struct cursor begin;

	move_to(reader, start);
	begin = reader->cursor;
	place.line = reader->first_line + begin.line;
	place.column = (uint32_t)(begin.offset - begin.line_start) + 1;
	move_to(reader, end > start ? end : start);
	if (reader->cursor.line > begin.line) {
		size_t left = str_find_char(str_slice(reader->text, begin.offset,
						      SIZE_MAX), '\n');

		place.length = (uint32_t)left;
	} else {
		place.length = (uint32_t)(reader->cursor.offset - begin.offset);
	}
	return place;
}

static struct place event_place(struct reader *reader)
{
	return place_of(reader, reader->event.start_mark.index,
			reader->event.end_mark.index);
}

/* Code points in the first OFFSET bytes. */
static size_t count_codes(struct str text, size_t offset)
{
	size_t count = 0;

	for (size_t i = 0; i < offset && i < text.len; i++)
		count += !is_tail(text.ptr[i]);
	return count;
}

static void report_syntax(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	size_t where = parser->problem_mark.index;
	const struct yaml_error *error;

	if (parser->error == YAML_MEMORY_ERROR)
		memory_exhausted();
	if (parser->error == YAML_READER_ERROR)
		where = count_codes(reader->text, parser->problem_offset);
	move_to(reader, where);
	error = yaml_error_find(parser->problem,
				reader->cursor.offset < reader->text.len ?
				reader->text.ptr[reader->cursor.offset] : '\0');
	if (error->at_context && parser->context)
		where = parser->context_mark.index;
	diag_report(reader->diag, DIAG_YAML_SYNTAX,
		    place_of(reader, where, where + 1), str_from(error->hint),
		    "%s; los datos no se leen", error->text);
}

/* The next event into reader->event; false after a diagnostic. */
static bool next_event(struct reader *reader)
{
	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event))
		return true;
	report_syntax(reader);
	return false;
}

static bool count_node(struct reader *reader)
{
	if (++reader->nodes <= YAML_NODES)
		return true;
	diag_report(reader->diag, DIAG_YAML_LIMIT, event_place(reader), STR(""),
		    "hay más de %d datos; no se leen", YAML_NODES);
	return false;
}

static void refuse_anchor(struct reader *reader, const yaml_char_t *name, char mark)
{
	if (!name)
		return;
	diag_report(reader->diag, DIAG_YAML_ALIAS, event_place(reader),
		    STR("si es parte del texto, ponga todo el valor entre comillas"),
		    mark == '*' ? "«*%s» es para YAML un alias, que aquí no se usa; el dato se pasa por alto"
				: "«&%s» es para YAML un ancla, que aquí no se usa; se pasa por alto",
		    (const char *)name);
}

static void refuse_tag(struct reader *reader, const yaml_char_t *tag)
{
	if (!tag)
		return;
	diag_report(reader->diag, DIAG_YAML_TAG, event_place(reader),
		    STR("si es parte del texto, ponga todo el valor entre comillas"),
		    "«%s» es para YAML una etiqueta, que aquí no se usa; se pasa por alto",
		    (const char *)tag);
}

static void set_place(struct yaml_node *node, struct place place)
{
	node->line = place.line;
	node->column = place.column;
	node->length = place.length;
}

static void read_word(struct reader *reader, struct yaml_node *node)
{
	yaml_event_t *event = &reader->event;

	*node = (struct yaml_node){ .kind = YAML_WORD };
	set_place(node, event_place(reader));
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_str(reader->arena,
			       str_make((const char *)event->data.scalar.value,
					event->data.scalar.length));
	refuse_anchor(reader, event->data.scalar.anchor, '&');
	refuse_tag(reader, event->data.scalar.tag);
}

static enum outcome read_node(struct reader *reader, struct yaml_node *node);

/* Enter a container: its place, its anchor and tag, one level more. */
static bool open_level(struct reader *reader, struct yaml_node *node,
		       const yaml_char_t *anchor, const yaml_char_t *tag)
{
	set_place(node, place_of(reader, reader->event.start_mark.index,
				 reader->event.start_mark.index + 1));
	refuse_anchor(reader, anchor, '&');
	refuse_tag(reader, tag);
	if (++reader->depth <= YAML_DEPTH)
		return true;
	diag_report(reader->diag, DIAG_YAML_LIMIT, yaml_place(node, reader->shown),
		    STR("un registro no lleva tantos: vea la sangría y los corchetes"),
		    "los datos tienen más de %d niveles; no se leen",
		    YAML_DEPTH);
	return false;
}

/* Take COUNT nodes from FROM on into the arena. */
static struct yaml_node *keep(struct arena *arena, const struct yaml_node *nodes,
			      size_t from, size_t count)
{
	struct yaml_node *kept = ARENA_ARRAY(arena, count, struct yaml_node);

	if (count)
		memcpy(kept, nodes + from, count * sizeof *kept);
	return kept;
}

static enum outcome read_list(struct reader *reader, struct yaml_node *node)
{
	size_t base = reader->values.count;

	*node = (struct yaml_node){ .kind = YAML_LIST };
	if (!open_level(reader, node, reader->event.data.sequence_start.anchor,
			reader->event.data.sequence_start.tag))
		return FAILED;
	while (next_event(reader)) {
		struct yaml_node child;
		enum outcome outcome;

		if (reader->event.type == YAML_SEQUENCE_END_EVENT) {
			node->count = (uint32_t)(reader->values.count - base);
			node->children = keep(reader->arena,
					      reader->values.at, base, node->count);
			reader->values.count = base;
			reader->depth--;
			return READ;
		}
		outcome = read_node(reader, &child);
		if (outcome == FAILED)
			return FAILED;
		if (outcome == READ)
			vec_push(&reader->values, child);
	}
	return FAILED;
}

/* A map's keys so far: few are compared, many are looked up. */
struct key_set {
	size_t base;
	struct map map;
};

static bool key_is_new(struct reader *reader, struct key_set *set,
		       const struct yaml_node *key)
{
	const struct yaml_node *at = reader->keys.at;
	size_t count = reader->keys.count;

	if (count - set->base < KEYS_COMPARED) {
		for (size_t i = set->base; i < count; i++)
			if (str_equal(at[i].text, key->text))
				return false;
		return true;
	}
	if (set->map.count == 0)
		for (size_t i = set->base; i < count; i++)
			map_set(&set->map, at[i].text, reader);
	if (map_get(&set->map, key->text))
		return false;
	map_set(&set->map, key->text, reader);
	return true;
}

/* KEY is the current event's node, or what stands in its place. */
static bool accept_key(struct reader *reader, struct key_set *set,
		       const struct yaml_node *key)
{
	if (key->kind != YAML_WORD) {
		diag_report(reader->diag, DIAG_YAML_KEY_KIND,
			    yaml_place(key, reader->shown),
			    STR("si es un texto, va entre comillas"),
			    "la clave de un dato es una palabra; ésta se pasa por alto con su valor");
		return false;
	}
	if (key_is_new(reader, set, key))
		return true;
	diag_report(reader->diag, DIAG_YAML_KEY_TWICE, yaml_place(key, reader->shown),
		    STR("borre una de las dos"),
		    "la clave «%.*s» ya está en este grupo de datos; se toma la primera",
		    STR_ARG(key->text));
	return false;
}

/* One key and its value; an entry that cannot be used is left out. */
static enum outcome read_entry(struct reader *reader, struct key_set *set)
{
	struct yaml_node key, value;
	enum outcome outcome = read_node(reader, &key);
	bool accepted;

	if (outcome == FAILED)
		return FAILED;
	accepted = outcome == READ && accept_key(reader, set, &key);
	if (!next_event(reader))
		return FAILED;
	outcome = read_node(reader, &value);
	if (outcome == FAILED)
		return FAILED;
	if (accepted && outcome == READ) {
		vec_push(&reader->keys, key);
		vec_push(&reader->values, value);
	}
	return READ;
}

static enum outcome read_entries(struct reader *reader, struct yaml_node *node,
				 struct key_set *set)
{
	size_t base = reader->values.count;

	while (next_event(reader)) {
		if (reader->event.type == YAML_MAPPING_END_EVENT) {
			node->count = (uint32_t)(reader->keys.count - set->base);
			node->keys = keep(reader->arena,
					  reader->keys.at, set->base, node->count);
			node->children = keep(reader->arena,
					      reader->values.at, base, node->count);
			reader->keys.count = set->base;
			reader->values.count = base;
			reader->depth--;
			return READ;
		}
		if (read_entry(reader, set) == FAILED)
			return FAILED;
	}
	return FAILED;
}

static enum outcome read_map(struct reader *reader, struct yaml_node *node)
{
	struct key_set set = { .base = reader->keys.count };
	enum outcome outcome;

	*node = (struct yaml_node){ .kind = YAML_MAP };
	if (!open_level(reader, node, reader->event.data.mapping_start.anchor,
			reader->event.data.mapping_start.tag))
		return FAILED;
	map_init(&set.map);
	outcome = read_entries(reader, node, &set);
	map_dispose(&set.map);
	return outcome;
}

/* The node that begins with the current event. */
static enum outcome read_node(struct reader *reader, struct yaml_node *node)
{
	if (!count_node(reader))
		return FAILED;
	switch (reader->event.type) {
	case YAML_SCALAR_EVENT:
		read_word(reader, node);
		return READ;
	case YAML_SEQUENCE_START_EVENT:
		return read_list(reader, node);
	case YAML_MAPPING_START_EVENT:
		return read_map(reader, node);
	default:
		refuse_anchor(reader, reader->event.data.alias.anchor, '*');
		return SKIPPED;
	}
}

static struct yaml_node *empty_map(struct reader *reader)
{
	struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);

	node->kind = YAML_MAP;
	node->line = reader->first_line;
	node->column = 1;
	return node;
}

/* Behind the first document there should be nothing. */
static bool read_end(struct reader *reader)
{
	if (!next_event(reader) || !next_event(reader))
		return false;
	if (reader->event.type != YAML_STREAM_END_EVENT)
		diag_report(reader->diag, DIAG_YAML_DOCUMENT, event_place(reader),
			    STR("quite la línea --- de en medio, o haga otro archivo"),
			    "aquí comienza un segundo documento; sólo se lee el primero");
	return true;
}

static struct yaml_node *read_document(struct reader *reader)
{
	struct yaml_node *root;
	enum outcome outcome;

	if (!next_event(reader) || !next_event(reader))
		return NULL;
	if (reader->event.type == YAML_STREAM_END_EVENT)
		return empty_map(reader);
	if (!next_event(reader))
		return NULL;
	root = ARENA_NEW(reader->arena, struct yaml_node);
	outcome = read_node(reader, root);
	if (outcome == FAILED || !read_end(reader))
		return NULL;
	if (outcome == SKIPPED ||
	    (root->kind == YAML_WORD && !root->quoted && root->text.len == 0))
		return empty_map(reader);
	return root;
}

struct yaml_node *yaml_parse(struct arena *arena, struct str text,
			     uint32_t first_line, struct str shown,
			     struct diag *diag)
{
	struct reader reader = {
		.arena = arena, .text = text, .first_line = first_line,
		.shown = shown, .diag = diag,
	};
	struct yaml_node *root;

	if (text.len == 0)
		return empty_map(&reader);
	if (!yaml_parser_initialize(&reader.parser))
		memory_exhausted();
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser,
				     (const unsigned char *)text.ptr, text.len);
	root = read_document(&reader);
	yaml_event_delete(&reader.event);
	yaml_parser_delete(&reader.parser);
	vec_dispose(&reader.keys);
	vec_dispose(&reader.values);
	return root;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, struct str key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (uint32_t i = 0; i < map->count; i++)
		if (str_equal(map->keys[i].text, key))
			return &map->children[i];
	return NULL;
}

struct place yaml_place(const struct yaml_node *node, struct str shown)
{
	return (struct place){ shown, node->line, node->column, node->length };
}

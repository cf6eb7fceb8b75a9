/*
 * record.c -- from YAML to slots, driven by the field table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each kind of field has one small reader; read_slot() picks it. A reader sees
 * a node that is known to be a word unless its kind is a plural or a record.
 */
#include "model/record.h"

#include "base/escape.h"
#include "base/money.h"
#include "base/path.h"
#include "base/utf8.h"

struct reader {
	struct arena *arena;
	struct diag *diag;
	struct str path;
	bool draft;		/* what publication requires may wait */
};

static void read_slot(struct reader *reader, const struct field *field,
		      const struct yaml_node *node, struct slot *slot);
static struct record *read_record(struct reader *reader, const struct record_type *type,
				  const struct yaml_node *node);

/* The YAML tree is gone when the file is done; its words stay with the record. */
static struct str keep(struct reader *reader, struct str text)
{
	return arena_str(reader->arena, text);
}

/* ---- what a record says ---- */

const struct record *record_nested(const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) ? slot->record : NULL;
}

struct str record_text(const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) ? slot->text : (struct str){ 0 };
}

struct date record_date(const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) ? slot->date : (struct date){ 0 };
}

int64_t record_number(const struct record *record, int field, int64_t otherwise)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) ? slot->number : otherwise;
}

struct entry *record_target(const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) ? slot->reference->target : NULL;
}

struct slot_list record_list(const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) ? slot->list : (struct slot_list){ 0 };
}

bool record_is(const struct record *record, int field, const char *value)
{
	const struct slot *slot = record_slot(record, field);

	return slot_has(slot) && slot->choice &&
	       str_equal(slot->choice->value, str_from(value));
}

struct place record_place(const struct record *record, const struct slot *slot)
{
	if (!slot || slot->line == 0)
		return (struct place){ record->path, record->line, record->column, 0 };
	return (struct place){ record->path, slot->line, slot->column, slot->length };
}

/* ---- hints ---- */

static struct str quoted_hint(struct arena *arena, struct str nearest)
{
	if (!nearest.ptr)
		return STR("");
	return arena_printf(arena, "¿quiso decir «%.*s»?", STR_ARG(nearest));
}

/* The choice whose value is most like WORD ("Sí" is like "si"), or the absent
   view. A short word must be nearer than a long one. */
static struct str nearest_choice(const struct field *field, struct str word)
{
	struct buf plain;
	struct str nearest = { 0 };
	unsigned best = 4;

	buf_init(&plain);
	utf8_put_unaccented(&plain, word);
	if (plain.len < 18)
		best = 1 + (unsigned)plain.len / 6;
	for (size_t i = 0; i < field->choice_count; i++) {
		struct str value = field->choices[i].value;
		unsigned distance = text_distance(buf_str(&plain), value, best);

		if (distance < best && distance < value.len) {
			best = distance;
			nearest = value;
		}
	}
	buf_dispose(&plain);
	return nearest;
}

static struct str all_choices(struct arena *arena, const struct field *field)
{
	struct buf buf;
	struct str text;

	buf_init(&buf);
	buf_put_text(&buf, "puede ser: ");
	for (size_t i = 0; i < field->choice_count; i++) {
		if (i > 0)
			buf_put_text(&buf, ", ");
		buf_put_str(&buf, field->choices[i].value);
	}
	if (field_is_official(field))
		buf_put_text(&buf, ", no-consta");
	text = arena_str(arena, buf_str(&buf));
	buf_dispose(&buf);
	return text;
}

static void wrong(struct reader *reader, struct slot *slot,
		  const struct yaml_node *node, enum diag_id id, struct str hint,
		  const char *message, const struct field *field)
{
	slot->state = STATE_WRONG;
	diag_report(reader->diag, id, yaml_place(node, reader->path), hint,
		    "%s, en «%.*s»; el valor no se usa", message,
		    STR_ARG(field->key));
}

/* ---- one word ---- */

static void read_number(struct reader *reader, const struct field *field,
			const struct yaml_node *node, struct slot *slot)
{
	unsigned long long number;

	if (!str_to_number(node->text, 1000000000000ull, &number)) {
		wrong(reader, slot, node, DIAG_NUMBER_FORM, STR("sólo cifras, sin signos, puntos ni espacios"),
		      "se esperaba un número entero", field);
		return;
	}
	slot->number = (int64_t)number;
}

static void read_year(struct reader *reader, const struct field *field,
		      const struct yaml_node *node, struct slot *slot)
{
	int year;

	if (year_parse(node->text, &year))
		slot->number = year;
	else
		wrong(reader, slot, node, DIAG_NUMBER_FORM, STR("como 2022"),
		      "se esperaba un año de cuatro cifras", field);
}

/* A cost pasted as documents print it: "$372,240.00 (IVA incluido)". */
static struct str money_hint(struct str text)
{
	if (str_find(text, STR("IVA")) == (size_t)-1 && str_find(text, STR("iva")) == (size_t)-1 &&
	    str_find(text, STR("I.V.A")) == (size_t)-1)
		return STR("250000.00 o $250,000.00");
	return STR("sólo la cifra; del IVA se dice aparte: «iva: incluido» o «iva: no-incluido»");
}

static void read_date(struct reader *reader, const struct field *field,
		      const struct yaml_node *node, struct slot *slot)
{
	switch (date_parse(node->text, &slot->date)) {
	case DATE_OK:
		return;
	case DATE_IMPOSSIBLE:
		wrong(reader, slot, node, DIAG_DATE_IMPOSSIBLE, STR("compárela con el documento: día, mes y año"),
		      "esa fecha no existe", field);
		return;
	case DATE_SHORT_YEAR:
		wrong(reader, slot, node, DIAG_DATE_FORM,
		      STR("el año lleva cuatro cifras"),
		      "el año de la fecha está incompleto", field);
		return;
	case DATE_FORM:
		wrong(reader, slot, node, DIAG_DATE_FORM,
		      STR("aaaa-mm-dd o dd/mm/aaaa"),
		      "no se entiende la fecha", field);
		return;
	}
}

static void read_choice(struct reader *reader, const struct field *field,
			const struct yaml_node *node, struct slot *slot)
{
	struct str nearest;

	for (size_t i = 0; i < field->choice_count; i++) {
		if (str_equal(field->choices[i].value, node->text)) {
			slot->choice = &field->choices[i];
			return;
		}
	}
	nearest = nearest_choice(field, node->text);
	if (field->kind == FIELD_OPEN_CHOICE) {
		struct choice *choice = ARENA_NEW(reader->arena, struct choice);

		choice->value = choice->label = keep(reader, node->text);
		slot->choice = choice;
		diag_report(reader->diag, DIAG_TYPE_UNKNOWN,
			    yaml_place(node, reader->path),
			    quoted_hint(reader->arena, nearest),
			    "«%.*s» no es un tipo conocido; se publica como está",
			    STR_ARG(node->text));
		return;
	}
	wrong(reader, slot, node, DIAG_CHOICE_UNKNOWN,
	      nearest.ptr ? quoted_hint(reader->arena, nearest)
			  : all_choices(reader->arena, field),
	      "esa opción no existe", field);
}

/* "21.25" into thousandths. */
static bool parse_points(struct str s, int64_t *points)
{
	struct str whole, rest = str_trim(s);
	unsigned long long number, fraction = 0, scale = 1000;

	if (!str_cut(&rest, '.', &whole) ||
	    !str_to_number(whole, 1000000000, &number))
		return false;
	if (rest.len > 3 || (rest.len > 0 && !str_to_number(rest, 999, &fraction)))
		return false;
	for (size_t i = 0; i < rest.len; i++)
		scale /= 10;
	*points = (int64_t)(number * 1000 + fraction * (rest.len ? scale : 0));
	return true;
}

static void read_score(struct reader *reader, const struct field *field,
		       const struct yaml_node *node, struct slot *slot)
{
	size_t slash = str_find_char(node->text, '/');
	struct score score = { 0 };

	if (slash == (size_t)-1 ||
	    !parse_points(str_slice(node->text, 0, slash), &score.points) ||
	    !parse_points(str_slice(node->text, slash + 1, (size_t)-1), &score.maximum) ||
	    score.maximum == 0 || score.points > score.maximum) {
		wrong(reader, slot, node, DIAG_SCORE_FORM, STR("como 21.25/23"),
		      "se esperaban puntos y máximo", field);
		return;
	}
	slot->score = ARENA_NEW(reader->arena, struct score);
	*slot->score = score;
	slot->score->words = keep(reader, node->text);
}

static void read_url(struct reader *reader, const struct field *field,
		     const struct yaml_node *node, struct slot *slot)
{
	if (url_is_web(node->text) || str_starts(node->text, STR("archivos/"))) {
		slot->text = keep(reader, node->text);
		return;
	}
	wrong(reader, slot, node, DIAG_LINK_UNSAFE,
	      STR("https://... o una ruta dentro de archivos/"),
	      "no es una dirección que se pueda enlazar", field);
}

static bool looks_like_email(struct str s)
{
	size_t at = str_find_char(s, '@');
	struct str domain;

	if (at == 0 || at == (size_t)-1)
		return false;
	domain = str_slice(s, at + 1, (size_t)-1);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] <= ' ' || strchr("<>(),;:\"[]\\", s.ptr[i]))
			return false;
	return domain.len > 2 && str_find_char(domain, '@') == (size_t)-1 &&
	       str_find_char(domain, '.') != (size_t)-1 &&
	       domain.ptr[0] != '.' && domain.ptr[domain.len - 1] != '.';
}

static void read_email(struct reader *reader, const struct yaml_node *node,
		       struct slot *slot)
{
	slot->text = keep(reader, node->text);
	if (!looks_like_email(node->text))
		diag_report(reader->diag, DIAG_EMAIL_FORM,
			    yaml_place(node, reader->path),
			    STR("nombre@dominio, sin espacios; si no consta, no-consta"),
			    "no parece un correo; se publica como texto");
}

static const struct str key_hint = STR_LITERAL("minúsculas sin acento, cifras y guiones");

static void read_key(struct reader *reader, const struct field *field,
		     const struct yaml_node *node, struct slot *slot)
{
	if (path_is_key(node->text))
		slot->text = keep(reader, node->text);
	else
		wrong(reader, slot, node, DIAG_KEY_FORM, key_hint,
		      "no es una clave", field);
}

/* "2022/fortamun-df", or a single clave. */
static bool is_identity(struct str s)
{
	size_t slash = str_find_char(s, '/');
	int year;

	if (slash == (size_t)-1)
		return path_is_key(s);
	return slash == 4 && year_parse(str_slice(s, 0, 4), &year) &&
	       path_is_key(str_slice(s, 5, (size_t)-1));
}

static void read_identity(struct reader *reader, const struct field *field,
			  const struct yaml_node *node, struct slot *slot)
{
	if (is_identity(node->text))
		slot->text = keep(reader, node->text);
	else
		wrong(reader, slot, node, DIAG_KEY_FORM,
		      STR("<ejercicio>/<clave> o <clave>"),
		      "no es una identidad", field);
}

/* ---- references ---- */

static bool key_fits(const struct field *field, struct str key)
{
	if (field->target == RECORD_EVALUATION)
		return str_find_char(key, '/') != (size_t)-1 && is_identity(key);
	return path_is_key(key);
}

static void read_reference(struct reader *reader, const struct field *field,
			   const struct yaml_node *node, struct slot *slot)
{
	const struct yaml_node *key = node;
	struct str words = { 0 };

	if (node->kind == YAML_MAP) {
		for (uint32_t i = 0; i < node->count; i++) {
			if (str_equal(node->keys[i].text, STR("texto")) &&
			    node->children[i].kind == YAML_WORD)
				words = node->children[i].text;
			else if (!str_equal(node->keys[i].text, STR("clave")))
				diag_report(reader->diag, DIAG_FIELD_UNKNOWN,
					    yaml_place(&node->keys[i], reader->path),
					    STR("una referencia lleva «clave» y «texto»"),
					    "la referencia no tiene «%.*s»; se ignora",
					    STR_ARG(node->keys[i].text));
		}
		key = yaml_get(node, STR("clave"));
	}
	if (!key || key->kind != YAML_WORD) {
		wrong(reader, slot, node, DIAG_FIELD_KIND,
		      STR("una clave, o {clave: ..., texto: \"...\"}"),
		      "se esperaba una referencia", field);
		return;
	}
	if (!key_fits(field, key->text)) {
		if (field->target == RECORD_EVALUATION)
			wrong(reader, slot, key, DIAG_KEY_FORM, STR("<ejercicio>/<clave>"),
			      "no es la identidad de una evaluación", field);
		else
			wrong(reader, slot, key, DIAG_KEY_FORM, key_hint,
			      "no es una clave", field);
		return;
	}
	slot->line = key->line;
	slot->column = key->column;
	slot->length = key->length;
	slot->reference = ARENA_NEW(reader->arena, struct reference);
	slot->reference->key = keep(reader, key->text);
	slot->reference->words = keep(reader, str_trim(words));
}

/* ---- plurals and records ---- */

/* The kind of one element of a plural field. */
static enum field_kind element_kind(enum field_kind plural)
{
	switch (plural) {
	case FIELD_KEYS:	return FIELD_KEYS;
	case FIELD_NUMBERS:	return FIELD_NUMBER;
	case FIELD_CHOICES:	return FIELD_CHOICE;
	case FIELD_TEXTS:	return FIELD_TEXT;
	case FIELD_REFERENCES:	return FIELD_REFERENCE;
	case FIELD_RECORDS:	return FIELD_RECORD;
	default:		return plural;
	}
}

static void read_element(struct reader *reader, const struct field *field,
			 const struct yaml_node *node, struct slot *slot)
{
	struct field one = *field;

	slot->line = node->line;
	slot->column = node->column;
	slot->length = node->length;
	slot->state = STATE_VALUE;
	if (field->kind == FIELD_COVERS) {
		slot->nested = node->kind == YAML_MAP;
		one.kind = slot->nested ? FIELD_RECORD : FIELD_REFERENCE;
		if (!slot->nested)
			one.target = RECORD_EVALUATION;
	} else if (field->kind == FIELD_KEYS) {
		if (node->kind == YAML_WORD)
			read_identity(reader, field, node, slot);
		else
			wrong(reader, slot, node, DIAG_FIELD_KIND, STR("<ejercicio>/<clave> o <clave>"),
			      "se esperaba una identidad", field);
		return;
	} else {
		one.kind = element_kind(field->kind);
	}
	read_slot(reader, &one, node, slot);
}

static void read_plural(struct reader *reader, const struct field *field,
			const struct yaml_node *node, struct slot *slot)
{
	uint32_t count = node->kind == YAML_LIST ? node->count : 1;
	const struct yaml_node *nodes = node->kind == YAML_LIST ? node->children : node;

	slot->list.at = ARENA_ARRAY(reader->arena, count, struct slot);
	slot->list.count = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct slot *element = &slot->list.at[slot->list.count];

		read_element(reader, field, &nodes[i], element);
		if (element->state == STATE_VALUE)
			slot->list.count++;
		else
			*element = (struct slot){ 0 };
	}
	if (node->kind == YAML_LIST && count == 0)
		slot->state = STATE_ABSENT;
	else if (slot->list.count == 0)
		slot->state = STATE_WRONG;
}

static bool is_plural(enum field_kind kind)
{
	return kind == FIELD_KEYS || kind == FIELD_NUMBERS || kind == FIELD_CHOICES ||
	       kind == FIELD_TEXTS || kind == FIELD_REFERENCES ||
	       kind == FIELD_RECORDS || kind == FIELD_COVERS;
}

/* ---- any field ---- */

static bool may_be_reserved(enum field_kind kind)
{
	return kind == FIELD_EMAIL || kind == FIELD_PHONE;
}

/* The three states, and blank: words that mean the same in every field.
   True when NODE was one of them. */
static bool read_state(const struct field *field, const struct yaml_node *node,
		       struct slot *slot)
{
	if (node->kind != YAML_WORD)
		return false;
	if (node->text.len == 0)
		slot->state = node->quoted ? STATE_BLANK : STATE_ABSENT;
	else if (str_equal(node->text, STR("no-consta")))
		slot->state = STATE_NOT_ON_RECORD;
	else if (str_equal(node->text, STR("no-aplica")))
		slot->state = STATE_NONE;
	else if (may_be_reserved(field->kind) &&
		 str_equal(node->text, STR("reservado")))
		slot->state = STATE_RESERVED;
	else
		return false;
	return true;
}

static void read_word(struct reader *reader, const struct field *field,
		      const struct yaml_node *node, struct slot *slot)
{
	switch (field->kind) {
	case FIELD_NUMBER:
		read_number(reader, field, node, slot);
		return;
	case FIELD_YEAR:
		read_year(reader, field, node, slot);
		return;
	case FIELD_DATE:
		read_date(reader, field, node, slot);
		return;
	case FIELD_MONEY:
		if (!money_parse(node->text, &slot->number))
			wrong(reader, slot, node, DIAG_MONEY_FORM, money_hint(node->text),
			      "no se entiende el monto", field);
		return;
	case FIELD_SCORE:
		read_score(reader, field, node, slot);
		return;
	case FIELD_CHOICE:
	case FIELD_OPEN_CHOICE:
		read_choice(reader, field, node, slot);
		return;
	case FIELD_URL:
		read_url(reader, field, node, slot);
		return;
	case FIELD_EMAIL:
		read_email(reader, node, slot);
		return;
	case FIELD_KEY:
		read_key(reader, field, node, slot);
		return;
	default:
		/* a block of text ends in a line break that nobody wrote */
		slot->text = keep(reader, str_trim(node->text));
		return;
	}
}

static void read_slot(struct reader *reader, const struct field *field,
		      const struct yaml_node *node, struct slot *slot)
{
	slot->line = node->line;
	slot->column = node->column;
	slot->length = node->length;
	slot->state = STATE_VALUE;
	if (read_state(field, node, slot))
		return;
	if (is_plural(field->kind)) {
		read_plural(reader, field, node, slot);
	} else if (field->kind == FIELD_RECORD) {
		if (node->kind != YAML_MAP) {
			wrong(reader, slot, node, DIAG_FIELD_KIND,
			      STR("clave: valor, en líneas con más sangría"),
			      "se esperaban datos con sus claves", field);
			return;
		}
		slot->record = read_record(reader, record_type(field->target), node);
	} else if (field->kind == FIELD_REFERENCE) {
		read_reference(reader, field, node, slot);
	} else if (node->kind != YAML_WORD) {
		wrong(reader, slot, node, DIAG_FIELD_KIND,
		      arena_printf(reader->arena, "«diafano explain %.*s» da un ejemplo", STR_ARG(field->key)),
		      node->kind == YAML_LIST ? "se esperaba un solo valor, no una lista"
					      : "se esperaba un solo valor, no datos con claves",
		      field);
	} else {
		read_word(reader, field, node, slot);
	}
}

/* ---- a record ---- */

static void report_unknown(struct reader *reader, const struct record_type *type,
			   const struct yaml_node *key)
{
	diag_report(reader->diag, DIAG_FIELD_UNKNOWN, yaml_place(key, reader->path),
		    quoted_hint(reader->arena, record_type_nearest(type, key->text)),
		    "«%.*s» no es una clave de «%.*s»; se ignora",
		    STR_ARG(key->text), STR_ARG(type->name));
}

static void report_missing(struct reader *reader, const struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];

		if (field->duty != DUTY_REQUIRED || slot->state == STATE_VALUE ||
		    slot->state == STATE_WRONG)
			continue;
		if (reader->draft)
			diag_report(reader->diag, DIAG_FIELD_PENDING,
				    record_place(record, slot), field->help,
				    "falta «%.*s»: llénelo antes de publicarla", STR_ARG(field->key));
		else
			diag_report(reader->diag, DIAG_FIELD_MISSING,
				    record_place(record, slot), field->help,
				    "falta «%.*s», sin el cual no se puede publicar",
				    STR_ARG(field->key));
	}
}

static struct record *read_record(struct reader *reader, const struct record_type *type,
				  const struct yaml_node *node)
{
	struct record *record = arena_alloc(reader->arena, sizeof *record +
					    type->count * sizeof record->slots[0]);

	record->type = type;
	record->path = reader->path;
	record->line = node->line;
	record->column = node->column;
	if (node->kind != YAML_MAP) {
		diag_report(reader->diag, DIAG_FIELD_KIND, yaml_place(node, reader->path),
			    STR("clave: valor"),
			    "se esperaban datos con sus claves (%.*s)",
			    STR_ARG(type->meaning));
		return record;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		int field = record_type_find(type, node->keys[i].text);

		if (field < 0 || type->fields[field].key.ptr[0] == '#')
			report_unknown(reader, type, &node->keys[i]);
		else
			read_slot(reader, &type->fields[field], &node->children[i],
				  &record->slots[field]);
	}
	report_missing(reader, record);
	return record;
}

/* An evaluation that says so of itself. */
static bool is_draft(const struct record_type *type, const struct yaml_node *node)
{
	const struct yaml_node *status = type->id == RECORD_EVALUATION && node->kind == YAML_MAP
		? yaml_get(node, STR("estado")) : NULL;

	return status && status->kind == YAML_WORD && str_equal(status->text, STR("borrador"));
}

struct record *record_read(struct arena *arena, const struct record_type *type,
			   const struct yaml_node *node, struct str shown,
			   struct diag *diag)
{
	struct reader reader = { arena, diag, shown, is_draft(type, node) };

	return read_record(&reader, type, node);
}

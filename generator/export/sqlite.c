/*
 * sqlite.c -- all tables as one SQLite database.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same rows give the same bytes, with the same version of SQLite: rows go
 * in in their order, in one transaction, into pages of a fixed size; indexes
 * and the full-text table come afterwards; nothing knows what time it is.
 *
 * (1) A column that may have no value is null then, and the row's `estados`, a
 *     JSON object, says why.
 * (2) A table without one key column of its own type keeps SQLite's rowid;
 *     that is what the full-text table of items refers to.
 * (3) There is no journal: the file is nobody's before it is whole.
 */
#include <sqlite3.h>
#include <stdlib.h>

#include "base/money.h"
#include "write.h"

struct base {
	const struct tables *tables;
	const struct table *table;
	sqlite3 *db;
	sqlite3_stmt *insert;
	struct buf text, states;
	struct buf *why;
	int status;
};

static int run(struct base *base, const char *sql)
{
	char *message = NULL;

	if (base->status != SQLITE_OK)
		return -1;
	base->status = sqlite3_exec(base->db, sql, NULL, NULL, &message);
	if (base->status != SQLITE_OK)
		buf_printf(base->why, "SQLite: %s", message ? message : sqlite3_errmsg(base->db));
	sqlite3_free(message);
	return base->status == SQLITE_OK ? 0 : -1;
}

static const char *type_of(enum column_type type)
{
	switch (type) {
	case COLUMN_INTEGER:
	case COLUMN_YEAR:
	case COLUMN_YES: return "INTEGER";
	case COLUMN_MONEY:
	case COLUMN_POINTS: return "NUMERIC";
	default: return "TEXT";
	}
}

/* A key of one column, to which others may refer. */
static const struct column *key_of(const struct table *table)
{
	return table->count > 1 && table->columns[0].key && !table->columns[1].key ? &table->columns[0] : NULL;
}

static void put_column(struct buf *sql, const struct tables *tables, const struct column *column)
{
	buf_printf(sql, "  \"%s\" %s", column->name.ptr, type_of(column->type));
	if (column->key || column->given)
		buf_put_text(sql, " NOT NULL");
	if (column->leads_to != TABLES) {
		const struct table *other = tables_at(tables, column->leads_to);

		buf_printf(sql, " REFERENCES \"%s\"(\"%s\")", other->name.ptr, key_of(other)->name.ptr);
	}
	buf_put_text(sql, ",\n");
}

static void put_keys(struct buf *sql, const struct table *table)
{
	buf_put_text(sql, "  PRIMARY KEY (");
	for (uint32_t i = 0; i < table->count && table->columns[i].key; i++)
		buf_printf(sql, "%s\"%s\"", i ? ", " : "", table->columns[i].name.ptr);
	buf_put_text(sql, ")");
}

static void create(struct base *base)
{
	struct buf *sql = &base->text;

	buf_clear(sql);
	buf_printf(sql, "CREATE TABLE \"%s\" (\n", base->table->name.ptr);
	for (uint32_t i = 0; i < base->table->count; i++)
		put_column(sql, base->tables, &base->table->columns[i]);
	buf_put_text(sql, "  \"estados\" TEXT NOT NULL CHECK (json_valid(\"estados\")),\n");
	put_keys(sql, base->table);
	buf_put_text(sql, "\n)");
	run(base, sql->ptr);
}

static void prepare(struct base *base)
{
	struct buf *sql = &base->text;

	buf_clear(sql);
	buf_printf(sql, "INSERT INTO \"%s\" VALUES (", base->table->name.ptr);
	for (uint32_t i = 0; i <= base->table->count; i++)
		buf_put_text(sql, i ? ", ?" : "?");
	buf_put_char(sql, ')');
	if (base->status == SQLITE_OK)
		base->status = sqlite3_prepare_v2(base->db, sql->ptr, -1, &base->insert, NULL);
}

/* --- Rows. */

/* TEXT stays as it is until the row is in. */
static int bind_text(sqlite3_stmt *insert, int at, struct str text)
{
	return sqlite3_bind_text64(insert, at, text.ptr ? text.ptr : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_copy(sqlite3_stmt *insert, int at, struct str text)
{
	return sqlite3_bind_text64(insert, at, text.ptr, text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int bind(struct base *base, int at, const struct column *column, const struct cell *cell)
{
	struct json json;

	if (cell->state != CELL_VALUE)
		return sqlite3_bind_null(base->insert, at);
	buf_clear(&base->text);
	switch (column->type) {
	case COLUMN_TEXT: return bind_text(base->insert, at, cell->text);
	case COLUMN_INTEGER:
	case COLUMN_YEAR:
	case COLUMN_YES: return sqlite3_bind_int64(base->insert, at, cell->number);
	case COLUMN_DATE: date_put_iso(&base->text, cell->date); break;
	case COLUMN_MONEY: money_put_plain(&base->text, cell->number); break;
	case COLUMN_POINTS: points_put(&base->text, cell->number); break;
	case COLUMN_LIST:
		json_init(&json, &base->text);
		json.compact = true;
		cell_put_json(&json, column, cell);
		break;
	}
	return bind_copy(base->insert, at, buf_str(&base->text));
}

static bool insert(void *context, const struct cell *cells)
{
	struct base *base = context;
	struct json json;

	buf_clear(&base->states);
	json_init(&json, &base->states);
	json.compact = true;
	states_put_json(&json, base->table, cells);
	for (uint32_t i = 0; i < base->table->count && base->status == SQLITE_OK; i++)
		base->status = bind(base, (int)i + 1, &base->table->columns[i], &cells[i]);
	if (base->status == SQLITE_OK)
		base->status = bind_text(base->insert, (int)base->table->count + 1, buf_str(&base->states));
	if (base->status == SQLITE_OK && sqlite3_step(base->insert) != SQLITE_DONE)
		base->status = sqlite3_errcode(base->db);
	sqlite3_reset(base->insert);
	return base->status == SQLITE_OK;
}

static void fill(struct base *base, enum table_id id)
{
	base->table = tables_at(base->tables, id);
	if (base->table->absent)
		return;
	create(base);
	prepare(base);
	if (base->status == SQLITE_OK)
		tables_walk(base->tables, id, insert, base);
	if (base->status != SQLITE_OK && !base->why->len)
		buf_printf(base->why, "SQLite, tabla %s: %s", base->table->name.ptr, sqlite3_errmsg(base->db));
	sqlite3_finalize(base->insert);
	base->insert = NULL;
}

/* --- What makes it quick to ask. */

/* Keys of other tables are what rows are looked for by. */
static void index_table(struct base *base, const struct table *table)
{
	for (uint32_t i = 1; i < table->count && !table->absent; i++) {
		const struct column *column = &table->columns[i];

		if (column->leads_to == TABLES)
			continue;
		buf_clear(&base->text);
		buf_printf(&base->text, "CREATE INDEX \"%s_%s\" ON \"%s\"(\"%s\")", table->name.ptr,
			   column->name.ptr, table->name.ptr, column->name.ptr);
		run(base, base->text.ptr);
	}
}

/* The texts stay in `hallazgos` (2). */
static void index_words(struct base *base)
{
	run(base, "CREATE VIRTUAL TABLE \"busqueda\" USING fts5(texto, content='hallazgos', content_rowid='rowid', "
		  "tokenize='unicode61 remove_diacritics 2')");
	run(base, "INSERT INTO busqueda(busqueda) VALUES('rebuild')");
	run(base, "INSERT INTO busqueda(busqueda) VALUES('optimize')");
}

/* The data dictionary, for who has this file alone. */
static void describe(struct base *base)
{
	sqlite3_stmt *insert = NULL;

	run(base, "CREATE TABLE \"diccionario\" (tabla TEXT NOT NULL, columna TEXT NOT NULL, numeral TEXT NOT NULL, "
		  "etiqueta TEXT NOT NULL, explicacion TEXT NOT NULL, PRIMARY KEY (tabla, columna))");
	if (base->status == SQLITE_OK)
		base->status = sqlite3_prepare_v2(base->db, "INSERT INTO diccionario VALUES (?, ?, ?, ?, ?)", -1, &insert, NULL);
	for (int id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(base->tables, (enum table_id)id);

		for (uint32_t i = 0; i < table->count && base->status == SQLITE_OK && !table->absent; i++) {
			bind_text(insert, 1, table->name);
			bind_text(insert, 2, table->columns[i].name);
			bind_text(insert, 3, table->columns[i].number);
			bind_text(insert, 4, table->columns[i].label);
			bind_text(insert, 5, table->columns[i].help);
			if (sqlite3_step(insert) != SQLITE_DONE)
				base->status = sqlite3_errcode(base->db);
			sqlite3_reset(insert);
		}
	}
	sqlite3_finalize(insert);
}

static void make(struct base *base)
{
	/* Foreign keys are looked at by tests: a row may come before what it leads to. */
	run(base, "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; "
		  "PRAGMA locking_mode=EXCLUSIVE; PRAGMA auto_vacuum=NONE; PRAGMA cache_size=-16000; "
		  "PRAGMA foreign_keys=OFF; BEGIN");
	for (int id = 0; id < TABLES; id++)
		fill(base, (enum table_id)id);
	for (int id = 0; id < TABLES; id++)
		index_table(base, tables_at(base->tables, (enum table_id)id));
	index_words(base);
	describe(base);
	run(base, "COMMIT");
}

int write_sqlite(const char *path, const struct tables *tables, struct buf *why)
{
	struct base base = { .tables = tables, .why = why };

	buf_init(&base.text);
	buf_init(&base.states);
	base.status = sqlite3_open_v2(path, &base.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	make(&base);
	if (base.status != SQLITE_OK && !why->len)
		buf_printf(why, "SQLite: %s", sqlite3_errmsg(base.db));
	sqlite3_close(base.db);
	buf_dispose(&base.text);
	buf_dispose(&base.states);
	return base.status == SQLITE_OK ? 0 : -1;
}

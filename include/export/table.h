/*
 * table.h -- the open data of a site as tables: which, their columns, their rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every file of datos/ that holds rows (CSV, JSON, JSON Lines, SQLite, XLSX)
 * and every one that describes them (Table Schema, CSVW, JSON Schema, the data
 * dictionary) is made by walking what is told here. The columns are the fields
 * of the field table (model/format.h), flattened: a nested record's field is
 * called by its path ("contratacion_costo"), a list of records is a table of
 * its own, a section of the body is rows of `secciones` and `hallazgos`. Only
 * what no field says (an identity, an address, a count) is a column declared
 * by hand, in table.c.
 *
 * A cell has a value or says why there is none. The states are kept apart in
 * every format: a typed one (JSON, SQLite) has null, and `estados` names the
 * columns and the word; a plain one (CSV, XLSX) has the word itself.
 *
 * What `supresiones` takes out and what `contactos` withholds never reaches a
 * cell: who walks the tables need not think of either.
 */
#ifndef EXPORT_TABLE_H
#define EXPORT_TABLE_H

#include "model/site.h"
#include "route/route.h"
#include "version/chronicle.h"

enum table_id {
	TABLE_EVALUATIONS,
	TABLE_SECTIONS,
	TABLE_ITEMS,
	TABLE_RECOMMENDATIONS,
	TABLE_ASMS,
	TABLE_PROGRESS,
	TABLE_EVALUATION_FUNDS,
	TABLE_PERSONS,
	TABLE_PROGRAMME_UNITS,
	TABLE_CONTACTS,
	TABLE_SUPPRESSIONS,
	TABLE_ACCEPTANCES,
	TABLE_FUNDS,
	TABLE_FUND_NAMES,
	TABLE_YEARS,
	TABLE_UNITS,
	TABLE_EVALUATORS,
	TABLE_ENTITIES,
	TABLE_CONTRACTS,
	TABLE_COVERED,
	TABLE_PROMISES,
	TABLE_MENTIONS,
	TABLE_VERSIONS,
	TABLES
};

enum cell_state {
	CELL_VALUE,
	CELL_NONE,		/* no-aplica: explicitly none */
	CELL_NOT_ON_RECORD,	/* no-consta */
	CELL_BLANK,		/* en-blanco: printed blank in the document */
	CELL_RESERVED,		/* reservado: a contact that is withheld */
	CELL_SUPPRESSED,	/* suprimido: by law; why is in `supresiones` */
	CELL_STATES
};

/* "valor", "no-aplica", "no-consta", "en-blanco", "reservado", "suprimido". */
const char *cell_state_word(enum cell_state state);

enum column_type {
	COLUMN_TEXT,
	COLUMN_LIST,		/* of texts */
	COLUMN_INTEGER,
	COLUMN_YEAR,
	COLUMN_DATE,
	COLUMN_MONEY,		/* centavos; written in pesos */
	COLUMN_POINTS,		/* thousandths */
	COLUMN_YES,		/* true or false */
};

struct cell {
	enum cell_state state;
	union {			/* of CELL_VALUE */
		struct str text;
		struct { const struct str *at; uint32_t count; } list;
		int64_t number;	/* INTEGER YEAR MONEY POINTS YES */
		struct date date;
	};
};

struct row;
struct column;

typedef void cell_fill(const struct row *row, const struct column *column, struct cell *cell);

#define COLUMN_DEPTH 4u

struct column {
	struct str name;	/* [a-z0-9_]+, NUL-terminated */
	struct str label;	/* the official one, where the format has it */
	struct str help;
	struct str number;	/* of the official format, or "" */
	enum column_type type;
	bool key;		/* of the primary key */
	bool given;		/* has a value in every row */
	enum table_id leads_to;	/* a foreign key to that table's key; else TABLES */
	const struct choice *choices;	/* of a text or a list; NULL: free */
	size_t choice_count;
	bool open;		/* other values occur */
	/* How it is filled, for table.c and cell.c. */
	cell_fill *fill;
	uint8_t path[COLUMN_DEPTH];	/* fields, from the row's record down */
	uint8_t depth;
	uint8_t part;
};

struct table {
	enum table_id id;
	struct str name;	/* "hallazgos": the stem of its files */
	struct str title, help;
	struct str page;	/* the page that lists the same, or absent */
	bool absent;		/* there is nothing it could be made from: it gets no file */
	struct column *columns;
	uint32_t count;
};

struct tables;

/* The tables of SITE, with the addresses of ROUTE, and of its past (NULL: none
   to tell); all must outlive them. */
struct tables *tables_new(const struct site *site, const struct route *route,
			  const struct chronicle *chronicle);
void tables_free(struct tables *tables);

const struct table *tables_at(const struct tables *tables, enum table_id id);

/* The column of TABLE called NAME, or NULL. */
const struct column *table_column(const struct table *table, struct str name);

/* Called for each row with a cell for each column; false ends the walk. Cells
   and their texts live until it returns. */
typedef bool table_row(void *context, const struct cell *cells);

/*
 * Hand all rows of a table, in their fixed order, to EACH: evaluations as the
 * site has them (by year and key), what belongs to one together. Several
 * threads may walk at once. Returns false when EACH did.
 */
bool tables_walk(const struct tables *tables, enum table_id id, table_row *each, void *context);

/* Rows that a page lists: some of a table's, with all of its columns or fewer. */
struct table_rows {
	const struct table *table;
	struct evaluation_list only;	/* of evaluations, in this order; at NULL: all, but of a list none */
	int programme;			/* of promises: of the programmes of this year; 0: all */
};

struct table_rows tables_all(const struct tables *tables, enum table_id id);

/* The evaluations of LIST, with the columns of `evaluaciones` that lists on
   pages show: the table is called "lista", and its id is TABLE_EVALUATIONS. */
struct table_rows tables_list(const struct tables *tables, struct evaluation_list list);

/* What the programmes of YEAR promised. */
struct table_rows tables_programme(const struct tables *tables, int year);

/* As tables_walk(). */
bool table_rows_walk(const struct tables *tables, const struct table_rows *rows, table_row *each, void *context);

/* How many rows there are. */
uint64_t tables_count(const struct tables *tables, enum table_id id);

/* The text of SECTION of EVALUATION that is in no item, in OUT (cleared);
   all of it where the section is prose. */
void section_put_rest(struct buf *out, const struct section *section, bool items);

/* The state of a whole section. */
enum cell_state section_cell_state(const struct evaluation *evaluation, enum section_id id);

#endif

/*
 * about.c -- what each file of the data is, for those who list them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "export/data.h"

#include "files.h"

#define JSON_SCHEMA "application/schema+json"

static const struct data_about abouts[] = {
	[DATA_CSV] = { DATA_GROUP_TABLE, "CSV", "text/csv", NULL, true },
	[DATA_JSON] = { DATA_GROUP_TABLE, "JSON", "application/json", NULL, false },
	[DATA_TABLE_SCHEMA] = { DATA_GROUP_TABLE, "JSON Schema", JSON_SCHEMA, NULL, false },
	[DATA_ARCHIVE] = { DATA_GROUP_WHOLE, "ZIP", "application/zip", "Todas las tablas, una por archivo, con lo que las describe", true },
	[DATA_XLSX] = { DATA_GROUP_WHOLE, "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			"Todas las tablas, en un libro de hojas de cálculo", true },
	[DATA_SQLITE] = { DATA_GROUP_WHOLE, "SQLite", "application/vnd.sqlite3",
			  "Todas las tablas, en una base de datos con búsqueda de texto", true },
	[DATA_LINES] = { DATA_GROUP_WHOLE, "JSON Lines", "application/jsonl", "Todas las tablas, una fila por renglón", true },
	[DATA_OCDS] = { DATA_GROUP_OTHER, "OCDS 1.1", "application/json",
			"Los contratos, según el Estándar de Datos de Contrataciones Abiertas", true },
	[DATA_TRANSPARENCY] = { DATA_GROUP_OTHER, "CSV", "text/csv", "La tabla para la ley de transparencia", true },
	[DATA_README] = { DATA_GROUP_DESCRIPTION, "Texto", "text/plain", "El diccionario de datos, como texto", false },
	[DATA_PACKAGE] = { DATA_GROUP_DESCRIPTION, "Data Package", "application/json",
			   "Las tablas, como paquete de datos Frictionless", false },
	[DATA_CSVW] = { DATA_GROUP_DESCRIPTION, "CSVW", "application/csvm+json", "Las tablas, según CSV on the Web", false },
	[DATA_CATALOGUE] = { DATA_GROUP_DESCRIPTION, "DCAT 3", "application/ld+json", "El catálogo, para quien reúne catálogos", false },
	[DATA_POD] = { DATA_GROUP_DESCRIPTION, "data.json", "application/json", "El catálogo, según Project Open Data", false },
	[DATA_LINES_SCHEMA] = { DATA_GROUP_DESCRIPTION, "JSON Schema", JSON_SCHEMA, "El esquema de todo.jsonl", false },
	[DATA_LIST_SCHEMA] = { DATA_GROUP_DESCRIPTION, "JSON Schema", JSON_SCHEMA,
			       "El esquema de las evaluaciones de una ficha", false },
	[DATA_EVALUATION_SCHEMA] = { DATA_GROUP_DESCRIPTION, "JSON Schema", JSON_SCHEMA,
				     "El esquema de los datos.json de cada evaluación", false },
	[DATA_MANIFEST] = { DATA_GROUP_NONE, NULL, NULL, NULL, false },
};

const struct data_about *data_about(const struct plan_item *item)
{
	if (item->maker != PLAN_DATA || abouts[item->kind].group == DATA_GROUP_NONE)
		return NULL;
	return &abouts[item->kind];
}

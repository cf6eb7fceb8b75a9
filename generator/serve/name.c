/*
 * name.c -- names in a request: whose host is meant, what kind of file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "name.h"

#include <arpa/inet.h>
#include <strings.h>

#include "base/path.h"

/* HOST without its port, and an IPv6 address without its brackets. */
static struct str without_port(struct str host)
{
	size_t colon, close = str_find_char(host, ']');

	if (host.len && host.ptr[0] == '[')
		return close == (size_t)-1 ? STR("") : str_slice(host, 1, close - 1);
	colon = str_find_char(host, ':');
	return str_slice(host, 0, colon);
}

static bool is_same(struct str a, struct str b)
{
	return a.len == b.len && a.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

static bool is_address(struct str host)
{
	unsigned char bytes[16];
	char text[64];

	if (host.len == 0 || host.len >= sizeof text)
		return false;
	memcpy(text, host.ptr, host.len);
	text[host.len] = '\0';
	return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

bool name_is_own(struct str host, struct str own)
{
	struct str name = without_port(host);

	return is_same(name, STR("localhost")) || is_same(name, own) || is_address(name);
}

const char *name_type(struct str path)
{
	static const char *const types[][2] = {
		{ "html", "text/html; charset=utf-8" }, { "css", "text/css; charset=utf-8" },
		{ "js", "text/javascript; charset=utf-8" }, { "json", "application/json" },
		{ "xml", "application/xml" }, { "svg", "image/svg+xml" }, { "png", "image/png" },
		{ "jpg", "image/jpeg" }, { "jpeg", "image/jpeg" }, { "webp", "image/webp" },
		{ "gif", "image/gif" }, { "ico", "image/vnd.microsoft.icon" },
		{ "woff2", "font/woff2" }, { "pdf", "application/pdf" },
		{ "txt", "text/plain; charset=utf-8" }, { "csv", "text/csv; charset=utf-8" },
		{ "md", "text/markdown; charset=utf-8" }, { "link", "application/link-format" },
		{ "zip", "application/zip" }, { "sqlite", "application/vnd.sqlite3" },
		{ "webmanifest", "application/manifest+json" }, { "wasm", "application/wasm" },
		{ "jsonld", "application/ld+json" }, { "ttl", "text/turtle; charset=utf-8" },
	};
	struct str ending = str_slice(path_ending(path), 1, (size_t)-1);	/* without the dot */

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (is_same(ending, str_from(types[i][0])))
			return types[i][1];
	return "application/octet-stream";
}

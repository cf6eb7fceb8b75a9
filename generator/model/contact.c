/*
 * contact.c -- which addresses of persons the site's policy prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <strings.h>

#include "model/site.h"

static bool same_letters(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp(a.ptr, b.ptr, a.len) == 0);
}

bool contact_is_public(const struct site *site, struct str address)
{
	struct slot_list domains = record_list(site->record, SITE_DOMAINS);
	size_t at = str_find_char(address, '@');
	struct str domain = str_slice(address, at + 1, (size_t)-1);

	if (record_is(site->record, SITE_CONTACTS, "todos"))
		return true;
	if (record_is(site->record, SITE_CONTACTS, "ninguno") || at == (size_t)-1)
		return false;
	for (uint32_t i = 0; i < domains.count; i++) {
		struct str own = slot_has(&domains.at[i]) ? domains.at[i].text : STR("");

		if (!own.len || domain.len < own.len)
			continue;
		if (same_letters(str_slice(domain, domain.len - own.len, own.len), own) &&
		    (domain.len == own.len || domain.ptr[domain.len - own.len - 1] == '.'))
			return true;
	}
	return false;
}

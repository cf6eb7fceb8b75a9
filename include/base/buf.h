/*
 * buf.h -- text that grows, and is owned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes are always followed by a NUL and ptr is never NULL, also when
 * nothing was put in yet. Clear a buf to use it again; dispose of it at the
 * end of its life. A view taken with buf_str() is good until the next put.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/str.h"

struct buf {
	char *ptr;
	size_t len;
	size_t room;		/* allocated bytes, 0 while ptr is the shared "" */
};

void buf_init(struct buf *buf);
void buf_dispose(struct buf *buf);

static inline void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->room)
		buf->ptr[0] = '\0';
}

/* Make room for MORE further bytes; pointers into buf change. */
void buf_reserve(struct buf *buf, size_t more);

static inline void buf_put(struct buf *buf, const void *ptr, size_t len)
{
	size_t end = buf->len + len;
	char *at;

	if (buf->room <= end)
		buf_reserve(buf, len);
	at = buf->ptr + buf->len;
	if (len)
		memcpy(at, ptr, len);
	at[len] = '\0';
	buf->len = end;
}

static inline void buf_put_str(struct buf *buf, struct str s)
{
	buf_put(buf, s.ptr, s.len);
}

static inline void buf_put_text(struct buf *buf, const char *text)
{
	buf_put(buf, text, strlen(text));
}

static inline void buf_put_char(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static inline struct str buf_str(const struct buf *buf)
{
	return (struct str){ buf->ptr, buf->len };
}

#endif

/*
 * flow.c -- long text on its way to a file, without holding all of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <unistd.h>

#include "write.h"

#define FLOW_MUCH (256u << 10)

static void empty(struct flow *flow)
{
	const char *from = flow->out->ptr;
	size_t len = flow->out->len;

	while (len && !flow->error) {
		ssize_t put = write(flow->fd, from, len);

		if (put < 0 && errno != EINTR)
			flow->error = errno;
		if (put > 0) {
			from += put;
			len -= (size_t)put;
		}
	}
	buf_clear(flow->out);
}

void flow_rest(struct flow *flow)
{
	if (flow->fd >= 0 && flow->out->len > FLOW_MUCH)
		empty(flow);
}

int flow_end(struct flow *flow)
{
	if (flow->fd >= 0)
		empty(flow);
	errno = flow->error;
	return flow->error ? -1 : 0;
}

/*
 * command.h -- what a person types.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file per command, one line of a table each (command.c). Everything that
 * a command says to its user is in Spanish.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

/*
 * Run the command line; returns the exit status: 0 done; 1 content; 2 usage;
 * 3 configuration; 4 theme; 5 input or output; 6 repository; 70 internal; and
 * 130 when it was interrupted.
 */
int command_main(int argc, char **argv);

#endif

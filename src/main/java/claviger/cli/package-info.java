/**
 * The command line: {@link claviger.cli.Main} and one class per command, each a page that says what it asks, what it
 * calls and what it prints. A command reaches a token as everybody else does, through
 * {@link claviger.cryptoki.Cryptoki}; {@link claviger.cli.Main} alone turns a refusal into a line and an exit code.
 *
 * <p>PINs come from a terminal or from a file that nobody else may read ({@link claviger.cli.PinSource}), never from
 * an argument or the environment. Not an API: the stable things are the commands, their JSON and {@link
 * claviger.cli.ExitCode}.
 */
package claviger.cli;

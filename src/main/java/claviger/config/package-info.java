/**
 * From configuration text to a connected token: {@link claviger.config.Configuration} is the text, checked;
 * {@link claviger.config.Connection} is what it describes, one application on one slot, in
 * this process or at a server ({@link claviger.config.Remote}). All text comes from outside: it
 * is bounded, checked whole before anything is opened, and an error names the line.
 *
 * <p>Values are immutable and safe between threads. Text that means nothing is a
 * {@link claviger.config.ConfigurationException}; a store or a token that refuses is a CkrException.
 */
package claviger.config;

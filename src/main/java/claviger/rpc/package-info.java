/**
 * The wire protocol of p11-kit, as it is read and written at both ends; the
 * {@link claviger.rpc.Server} for programs that load {@code p11-kit-client.so} and the {@link claviger.rpc.Client} of other
 * servers stand on top of it. A {@link claviger.rpc.Frame} carries a
 * {@link claviger.rpc.Message}, which is one
 * {@link claviger.rpc.Call} and the values of its signature's {@link claviger.rpc.Part}s; {@link claviger.rpc.Era} tells
 * the two framings of mechanisms apart.
 *
 * <p>Invariants: a body is read to its last byte before anything is done with it; what is only claimed takes no memory;
 * no byte of a body gets into a text, since bodies carry PINs and keys; but for X_Denial's, which is text.
 */
package claviger.rpc;

/**
 * The map of the house. Claviger is a JCA/JCE provider with a PKCS#11 software token inside; this package holds no
 * classes, its subpackages are named by words of the field:
 *
 * <table>
 * <caption>Packages</caption>
 * <tr><th>package</th><th>what it is</th><th>imports, of ours</th></tr>
 * <tr><td>cryptoki</td><td>the vocabulary of PKCS#11 and its function list, {@code Cryptoki}</td><td>nothing</td></tr>
 * <tr><td>spki</td><td>who may do what, when: expressions, tags, certificates, {@code AuthCompute}</td>
 *     <td>nothing</td></tr>
 * <tr><td>mechanism</td><td>what each CKM_ does: the table of mechanisms and the arithmetic</td><td>cryptoki</td></tr>
 * <tr><td>store</td><td>where tokens rest: {@code TokenStore} in memory and in SQLite</td><td>cryptoki</td></tr>
 * <tr><td>seal</td><td>what protects them there: Argon2id, role keys, master key, sealed attributes</td>
 *     <td>cryptoki</td></tr>
 * <tr><td>token</td><td>the engine: applications, sessions, login, PINs, objects, operations</td>
 *     <td>cryptoki, mechanism, store, seal</td></tr>
 * <tr><td>rpc</td><td>p11-kit's wire protocol, and both ends of it</td><td>cryptoki</td></tr>
 * <tr><td>config</td><td>from configuration text to a connected token</td><td>cryptoki, rpc, token, store</td></tr>
 * <tr><td>provider</td><td>{@code ClavigerProvider}, its services, its keys, {@code Refusal}</td>
 *     <td>cryptoki, config</td></tr>
 * <tr><td>cli</td><td>the command {@code claviger}</td><td>config, cryptoki, token, store, seal</td></tr>
 * </table>
 *
 * <pre>
 *        cli    provider        those who use a token
 *          \      |
 *           \   config          text becomes a connected token
 *            \    |
 *             token             the engine, which is one Cryptoki
 *           /   |   \
 *  mechanism  store  seal       what it computes, where it rests, how it is protected there
 *           \   |   /
 *           cryptoki            the seam and its words
 * </pre>
 *
 * <p>The arrows go down only; a test checks them. The one seam is {@code cryptoki.Cryptoki}, the function list as one
 * application sees it: everything above it works with the engine in this process and with any other implementation.
 *
 * <h2>Words</h2>
 * <ul>
 * <li><b>Application</b>: who has called C_Initialize: a JVM's code, or one configured provider. It has its own
 *     handles, sessions and login; two applications see each other only through the token's objects.
 * <li><b>Slot, token</b>: a token is a set of objects with two PINs; each sits in a slot of its own for life.
 * <li><b>Session, login</b>: a session is R/O or R/W; the login belongs to the application and the token, and all their
 *     sessions change together.
 * <li><b>SO, user</b>: the SO makes the token and sets the user's PIN; the user has the private objects.
 * <li><b>Session object, token object</b>: one dies with the session that made it, the other stays in the store.
 * <li><b>Handle, unique id</b>: a handle names an object to one application until it logs out; CKA_UNIQUE_ID names it
 *     for ever.
 * </ul>
 *
 * <p>Words of the standard are spelled as in the standard, so a search for CKR_PIN_LOCKED finds every place that
 * means it. Rule names such as S4 or D20 in comments and tests are explained in the project's decision pages.
 *
 * <p>Errors are {@code cryptoki.CkrException}, caught at the edges alone: {@code provider.Refusal} makes JCA exceptions
 * of them, {@code cli.Main} a line and an exit code. {@code spki} has {@code SpkiException}, with the errors of CDSA.
 */
package claviger;

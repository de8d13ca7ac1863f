/**
 * What protects a token at rest (D16 to D19): the PIN opens a role key ({@link claviger.seal.PinLock}), the role key
 * opens the master key ({@link claviger.seal.RoleKeys}), and the master key seals attributes, authenticates rows and
 * blinds search ({@link claviger.seal.MasterKey}, {@link claviger.seal.ObjectSeal}). What a saved operation holds
 * is sealed likewise ({@link claviger.seal.StateSeal}). The formulas stand in the store
 * format page of the site. Knows no session, no store and no login state.
 *
 * <p>Imports {@code cryptoki} alone. A row that does not verify is CKR_DEVICE_ERROR: somebody else wrote it.
 */
package claviger.seal;

package claviger.token;

import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;

import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.store.ObjectRow;
import claviger.store.StoreWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prepared changes of objects, carried out all or none (C3, O17): those of token objects in one transaction of the
 * store, and, when that is durable, those of session objects, which cannot fail.
 */
final class Edits {
    private static final int MOST_BYTES = 1 << 20;

    private final Session session;
    private final Attachment attachment;
    private final List<Edit> edits;

    Edits(Session session, List<Edit> edits) {
        this.session = session;
        this.attachment = session.attachment();
        this.edits = edits;
        edits.forEach(Edits::refuseHuge);
    }

    private record RowEdit(Edit edit, ObjectRow row) {
    }

    /** @return the new objects in the order of the inserts, or empty if somebody was quicker: then nothing was done */
    Optional<List<StorageObject>> commit() {
        if (edits.stream().allMatch(Edits::concernsToken)) {
            return carriedOut();
        }
        return attachment.alone(() -> {
            requireRoom();
            return edits.stream().allMatch(this::stillHolds) ? carriedOut() : Optional.empty();
        });
    }

    private void requireRoom() {
        List<Template> made = edits.stream().filter(edit -> !concernsToken(edit)).filter(Edit.Insert.class::isInstance)
            .map(edit -> ((Edit.Insert) edit).all()).toList();
        attachment.sessionObjects().requireRoom(made.size(), made.stream().mapToLong(Edits::size).sum());
    }

    private Optional<List<StorageObject>> carriedOut() {
        if (edits.stream().anyMatch(Edits::concernsToken) && !written()) {
            return Optional.empty();
        }
        List<StorageObject> made = new ArrayList<>();
        edits.forEach(edit -> follow(edit).ifPresent(made::add));
        return Optional.of(made);
    }

    private boolean written() {
        try {
            attachment.withMaster(master -> {
                List<RowEdit> rows = rows(master);
                return attachment.token().store().write(writer -> {
                    rows.forEach(row -> write(writer, row));
                    return null;
                });
            });
            return true;
        } catch (Overtaken e) {
            edits.forEach(edit -> before(edit).ifPresent(object -> attachment.token().forget(object.uniqueId())));
            return false;
        }
    }

    /** Whether a session object is what the edit was prepared for. */
    private boolean stillHolds(Edit edit) {
        if (concernsToken(edit)) {
            return true;
        }
        if (edit instanceof Edit.Insert insert) {
            attachment.requireLogin(insert.all());
        }
        return before(edit).map(object -> attachment.sessionObject(object.uniqueId())
            .filter(now -> now.object() == object).isPresent()).orElse(true);
    }

    private static Optional<StorageObject> before(Edit edit) {
        if (edit instanceof Edit.Insert) {
            return Optional.empty();
        }
        return Optional.of(edit instanceof Edit.Update update ? update.before() : ((Edit.Delete) edit).before());
    }

    private static boolean concernsToken(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return insert.all().is(CKA_TOKEN);
        }
        return before(edit).filter(StorageObject::isToken).isPresent();
    }

    private static void refuseHuge(Edit edit) {
        if (edit instanceof Edit.Insert insert && size(insert.all()) > MOST_BYTES
                || edit instanceof Edit.Update update && size(update.shown()) > MOST_BYTES) {
            throw CKR_DEVICE_MEMORY.because("an object of more than %d bytes", MOST_BYTES);
        }
    }

    /** The bytes of all values, as C_GetObjectSize counts them (C9). */
    static long size(Template attributes) {
        return attributes.attributes().stream().mapToLong(attribute -> attributes.encoded(attribute).length).sum();
    }

    /** The rows to write, sealed before the transaction so that other writers do not wait for it. */
    private List<RowEdit> rows(MasterKey master) {
        Rows rows = attachment.token().rows();
        List<RowEdit> prepared = new ArrayList<>();
        for (Edit edit : edits) {
            if (!concernsToken(edit)) {
                continue;
            }
            if (edit instanceof Edit.Insert insert) {
                prepared.add(new RowEdit(edit, rows.row(1, insert.all(), master)));
            } else if (edit instanceof Edit.Update update) {
                Template secrets = attachment.secrets(update.before()).orElseThrow(Overtaken::new);
                try {
                    prepared.add(new RowEdit(edit,
                        rows.row(update.before().rowRevision() + 1, update.shown().with(secrets), master)));
                } finally {
                    secrets.wipe();
                }
            } else {
                prepared.add(new RowEdit(edit, null));
            }
        }
        return prepared;
    }

    private void write(StoreWriter writer, RowEdit prepared) {
        String serial = attachment.token().serial();
        boolean hit;
        if (prepared.edit() instanceof Edit.Insert) {
            hit = writer.insertObject(serial, prepared.row());
        } else if (prepared.edit() instanceof Edit.Update update) {
            hit = writer.updateObject(serial, prepared.row(), update.before().rowRevision());
        } else {
            StorageObject before = ((Edit.Delete) prepared.edit()).before();      // as it was when it was asked about
            hit = writer.object(serial, before.uniqueId()).filter(row -> row.rowRevision() == before.rowRevision()).isPresent()
                && writer.deleteObject(serial, before.uniqueId());
        }
        if (!hit) {
            throw new Overtaken();
        }
    }

    /** What an edit means in this application once the token has it. @return the object that is new */
    private Optional<StorageObject> follow(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return Optional.of(insert.all().is(CKA_TOKEN) ? tokenObject(insert.all()) : sessionObject(insert.all()));
        }
        if (edit instanceof Edit.Update update) {
            if (!update.before().isToken()) {
                attachment.sessionObject(update.before().uniqueId())
                    .ifPresent(object -> attachment.put(object.with(update.shown())));
            }
            return Optional.empty();
        }
        StorageObject gone = ((Edit.Delete) edit).before();
        if (gone.isToken()) {
            attachment.forget(gone.uniqueId());
        } else {
            attachment.forgetSessionObject(gone.uniqueId());
        }
        return Optional.empty();
    }

    private StorageObject sessionObject(Template all) {
        SessionObject object = SessionObject.of(all, session);
        attachment.put(object);
        return object.object();
    }

    private static StorageObject tokenObject(Template all) {
        StorageObject object = StorageObject.of(1, all);
        all.only(object.secrets()::contains).wipe();
        return object;
    }
}

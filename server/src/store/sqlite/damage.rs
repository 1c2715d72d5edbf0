use rusqlite::{Connection, types::ValueRef};

use super::seal;
use crate::store::StoreError;

/// What SQLite itself finds wrong with the file, and every row whose seal does not hold: where, and what is wrong.
pub fn all(connection: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = Vec::new();
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            found.push(("the database".into(), said));
        }
    }
    for table in seal::ALL {
        let mut statement = connection.prepare(&table.select(""))?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            if table.check(row, String::new).is_err() {
                let keys = [row.get_ref(0)?, row.get_ref(1)?].map(shown).join(", ");
                found.push((format!("{} {count} ({keys}, …)", table.what), "it is not what was written".into()));
            }
        }
    }
    Ok(found)
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "nothing".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().take(4).map(|byte| format!("{byte:02x}")).collect(),
    }
}

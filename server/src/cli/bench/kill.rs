//! Kills a server at random moments while people write, and looks for what it had acknowledged.

mod writer;

use std::{collections::BTreeSet, path::Path, process::ExitCode, sync::Arc, time::Duration};

use clap::Args;
use client_core::model::{DraftId, Role};
use serde::Serialize;
use tokio::{task::JoinSet, time::sleep};

use self::writer::{Confirmed, Writer};
use super::{host::Host, scratch::Scratch};
use crate::{
    auth,
    cli::{Failure, print, print_json, runtime},
    clock, importing,
    store::{Access, DataDir, Store, sqlite::Sqlite},
    verify,
};

/// The draft that is written in: one bracket for each writer that decides.
const TEXT: &str = "A text to be killed over\n\n1. We reaffirm our commitment.\n\n2. We [strongly] urge all States.\n\n3. We welcome it.\n";

/// How many cycles go by between two looks at the whole draft; the last cycle is always looked at.
const WHOLE_EVERY: u32 = 10;

/// A process is killed at most this long after it listens.
const LONGEST_LIFE: Duration = Duration::from_millis(120);

/// Kill a server at random moments while people write, and count what it acknowledged and lost. A server is a process of its
/// own, so what is killed is killed.
#[derive(Debug, Args)]
pub struct Kill {
    /// How often to kill it
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    cycles: u32,
    /// How many people write; the first of them is the chair and decides, too
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    writers: u32,
    /// What the random moments come from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Default, Serialize)]
struct Counted {
    cycles: u32,
    acknowledged: usize,
    lost: usize,
    torn: u32,
    seed: u64,
}

/// Moments from a seed: the same seed gives the same ones.
struct Moments(u64);

impl Moments {
    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn life(&mut self) -> Duration {
        let longest_us = u64::try_from(LONGEST_LIFE.as_micros()).unwrap_or(u64::MAX);
        Duration::from_micros(self.next() % longest_us)
    }
}

impl Kill {
    /// Kills and counts; ends with 1 when something acknowledged was lost or a draft was torn.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let directory = Scratch::new()?;
        let counted = runtime()?.block_on(self.kill(directory.path()))?;
        if self.json {
            print_json(&counted)?;
        } else {
            print(&format!(
                "{} times killed while {} wrote: {} acknowledged, {} lost, {} times a draft torn (seed {})\n",
                counted.cycles, self.writers, counted.acknowledged, counted.lost, counted.torn, counted.seed
            ))?;
        }
        let sound = counted.lost == 0 && counted.torn == 0;
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn kill(&self, data: &Path) -> Result<Counted, Failure> {
        let (draft, mut writers) = self.prepare(data)?;
        let mut moments = Moments(self.seed);
        let mut counted = Counted { seed: self.seed, ..Counted::default() };
        let mut lost = BTreeSet::new();
        let confirmed = Arc::new(Confirmed::default());
        for cycle in 1..=self.cycles {
            let host = Host::serve(data, "127.0.0.1:0", false)?;
            let mut writing = JoinSet::new();
            for mut writer in std::mem::take(&mut writers) {
                let (address, confirmed) = (host.address.clone(), confirmed.clone());
                writing.spawn(async move {
                    writer.write(&address, &confirmed).await;
                    writer
                });
            }
            sleep(moments.life()).await;
            // Killed, not asked.
            drop(host);
            while let Some(writer) = writing.join_next().await {
                writers.push(writer.map_err(|error| Failure::new(error.to_string(), "Report this."))?);
            }
            let whole = cycle % WHOLE_EVERY == 0 || cycle == self.cycles;
            let found = look(data, draft, whole)?;
            lost.extend(confirmed.all().difference(&found.kept).cloned());
            counted.torn += u32::from(found.torn);
            counted.cycles = cycle;
        }
        counted.acknowledged = confirmed.all().len();
        counted.lost = lost.len();
        Ok(counted)
    }

    /// A draft, an invitation for each role, and who writes.
    fn prepare(&self, data: &Path) -> Result<(DraftId, Vec<Writer>), Failure> {
        let directory = DataDir::open(data, Access::Own)?;
        let mut store = Sqlite::open(&directory.database(), Access::Own)?;
        importing::import_into(&mut store, "kill.txt", TEXT.as_bytes(), clock::now())?;
        let missing = || Failure::new("the draft to write in was not made", "Report this.");
        let row = store.drafts()?.into_iter().next().ok_or_else(missing)?;
        let mut invite = |role| {
            let delegation = Some("Bench".to_owned());
            auth::invite(&mut store, role, delegation, auth::DAY, clock::now())
        };
        let (chair, member) = (invite(Role::Chair)?, invite(Role::Member)?);
        let writers = (0..self.writers)
            .map(|number| Writer::new(number, &row.slug, if number == 0 { chair.clone() } else { member.clone() }))
            .collect();
        Ok((row.id, writers))
    }
}

/// What a killed server left.
struct Found {
    /// What is on disk: hashes of changes, identities of decisions and comments.
    kept: BTreeSet<String>,
    /// Whether something does not hold: a chain, a seal, a signature, a snapshot.
    torn: bool,
}

/// Looks at what a killed server left, as the next one will.
fn look(data: &Path, draft: DraftId, whole: bool) -> Result<Found, Failure> {
    let directory = DataDir::open(data, Access::Own)?;
    let mut store = Sqlite::open(&directory.database(), Access::Own)?;
    let mut kept: BTreeSet<String> = store.changes(draft)?.into_iter().map(|change| change.hash).collect();
    kept.extend(store.entries(draft)?.iter().map(|entry| entry.id.to_string()));
    kept.extend(store.comments(draft)?.iter().map(|entry| entry.id().to_string()));
    Ok(Found { kept, torn: whole && !verify::store(&mut store)?.faults.is_empty() })
}

//! generate: random directories whose truth is known, damaged on purpose; shared by tests and benches.
//!
//! [`Directory`] makes columns and streams [`Item`]s; [`draft`] lays them out as rows; [`damage`] spoils the rows; [`render`] writes them as text and says
//! where each row stands. The same seed gives the same text everywhere.

mod columns;
pub(crate) mod corpus;
pub(crate) mod damage;
pub(crate) mod directory;
pub(crate) mod draft;
pub(crate) mod law;
pub(crate) mod names;
pub(crate) mod phrasings;
pub(crate) mod random;
pub(crate) mod render;
pub(crate) mod vocabulary;

pub(crate) use damage::Damage;
pub(crate) use directory::{Directory, Habits, Item, Wanted};
pub(crate) use render::{Dialect, Rendered};
pub(crate) use vocabulary::Half;

use draft::Draft;
use random::Random;

/// A directory damaged and written, with the truth about it.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) directory: Directory,
    pub(crate) items: Vec<Item>,
    pub(crate) rendered: Rendered,
}

/// The directory of `seed` with `count` items, spoiled by `damages` and written in `dialect`.
pub(crate) fn document(seed: u64, wanted: &Wanted, count: usize, damages: &[Damage], dialect: Dialect) -> Document {
    let mut directory = Directory::new(seed, wanted);
    let mut items: Vec<Item> = directory.items().take(count).collect();
    let mut random = Random::new(seed).fork("damage");
    let mut draft = Draft::new(&directory, &items);
    for damage in damages {
        damage.spoil(&mut draft, &mut directory, &mut items, &mut random);
    }
    let rendered = render::render(&draft, dialect);
    Document { directory, items, rendered }
}

/// The text of `directory` with `count` items in `dialect`, undamaged, piece by piece: title and header, then one item after the other. Nothing is held.
pub(crate) fn stream(directory: &Directory, dialect: Dialect, count: usize) -> impl Iterator<Item = String> + '_ {
    let head = render::render(&Draft::new(directory, &[]), dialect).text;
    let row = move |item: Item| render::render(&Draft::rows(directory, std::slice::from_ref(&item)), dialect).text;
    std::iter::once(head).chain(directory.items().take(count).map(row))
}

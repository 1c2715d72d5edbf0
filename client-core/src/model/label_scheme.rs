/// How the versions of one place are labelled: a setting of the draft (domain.md, "Alternatives").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelScheme {
    /// `Alt 9`, `Alt 11A`, `Alt 10+11`, as in WSIS.
    #[default]
    Alt,
    /// `Option 1`, below it `(a)`, below that `(i)`, as in the UNFCCC.
    Option,
    /// Every version in brackets; the first keeps the numeral, the others are bis, ter (United Nations Editorial Manual).
    EditorialManual,
}

impl LabelScheme {
    /// Every scheme.
    pub const ALL: [Self; 3] = [Self::Alt, Self::Option, Self::EditorialManual];

    /// The name used on the wire and in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alt => "alt",
            Self::Option => "option",
            Self::EditorialManual => "editorial-manual",
        }
    }

    /// The scheme with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }
}

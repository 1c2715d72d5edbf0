use super::{Settings, SettingsError};
use crate::{
    http::is_private,
    sign_in::{Provider, Strength},
};

impl Settings {
    /// Who vouches for people, with the secret of the file or the given one.
    ///
    /// # Errors
    /// [`SettingsError::Issuer`], [`SettingsError::NoClient`], [`SettingsError::NoIssuer`]; [`SettingsError::Secret`] when its file
    /// cannot be read or is empty.
    pub fn provider(&self, secret: Option<String>) -> Result<Option<Provider>, SettingsError> {
        let Some(issuer) = self.oidc_issuer.clone() else {
            let alone = [
                ("oidc-client-id", self.oidc_client_id.is_some()),
                ("oidc-client-secret-file", self.oidc_client_secret_file.is_some()),
                ("oidc-acr", !self.oidc_acr.is_empty()),
                ("oidc-amr", !self.oidc_amr.is_empty()),
                ("require-sign-in", self.require_sign_in),
            ];
            let first = alone.iter().find(|(_, set)| *set);
            return first.map_or(Ok(None), |(name, _)| Err(SettingsError::NoIssuer(name)));
        };
        // A secret and who somebody is are sent there.
        if !is_private(&issuer) || issuer.contains(['?', '#']) {
            return Err(SettingsError::Issuer(issuer));
        }
        let client = self.oidc_client_id.clone().ok_or(SettingsError::NoClient)?;
        let secret = match &self.oidc_client_secret_file {
            Some(path) => {
                let failed = |reason: String| SettingsError::Secret { path: path.clone(), reason };
                let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
                Some(text.trim().to_owned())
                    .filter(|secret| !secret.is_empty())
                    .ok_or_else(|| failed("it is empty".into()))?
                    .into()
            }
            None => secret.filter(|secret| !secret.is_empty()),
        };
        let strength = Strength { classes: self.oidc_acr.clone(), methods: self.oidc_amr.clone() };
        Ok(Some(Provider { issuer, client, secret, strength }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_has_an_address_that_nobody_listens_to_and_a_secret_of_a_file() {
        let settings = |issuer: &str, client: Option<&str>| Settings {
            oidc_issuer: Some(issuer.into()),
            oidc_client_id: client.map(str::to_owned),
            ..Settings::default()
        };
        let check = |settings: Settings, secret: Option<&str>| {
            let provider = settings.provider(secret.map(str::to_owned)).map_err(|error| error.to_string());
            provider.map(|found| found.and_then(|found| found.secret))
        };
        assert_eq!(check(Settings::default(), Some("s")), Ok(None));
        assert_eq!(check(settings("https://id.example/realms/a", Some("adref")), Some("s")), Ok(Some("s".into())));
        assert_eq!(check(settings("http://127.0.0.1:3000", Some("adref")), Some("")), Ok(None), "a public client");
        for issuer in ["http://id.example", "id.example", "https://id.example/?a"] {
            assert!(check(settings(issuer, Some("adref")), None).is_err(), "{issuer}");
        }
        assert!(check(settings("https://id.example", None), None).is_err());
        assert!(check(Settings { oidc_client_id: Some("adref".into()), ..Settings::default() }, None).is_err());
        for alone in [
            Settings { require_sign_in: true, ..Settings::default() },
            Settings { oidc_acr: vec!["two".into()], ..Settings::default() },
            Settings { oidc_amr: vec!["mfa".into()], ..Settings::default() },
        ] {
            assert!(check(alone, None).is_err());
        }
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("secret");
        let with_file = || Settings {
            oidc_client_secret_file: Some(path.clone()),
            ..settings("https://id.example", Some("adref"))
        };
        assert!(check(with_file(), None).is_err(), "no such file");
        std::fs::write(&path, "\n").expect("written");
        assert!(check(with_file(), None).is_err(), "empty");
        std::fs::write(&path, "of the file\n").expect("written");
        assert_eq!(check(with_file(), Some("of the environment")), Ok(Some("of the file".into())));
        let provider = with_file().provider(None).expect("settings");
        assert!(!format!("{provider:?}").contains("of the file"), "no log has it");
    }
}

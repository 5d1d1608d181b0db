const words = (text: string): readonly string[] => text.split(' ');

/** What the customer calls the thing itself, without accents: never printed on it. */
export const designNouns: ReadonlySet<string> = new Set(
  words(
    'affiche affichette poster flyer tract logo carte invitation banniere bandeau couverture visuel ' +
      'illustration design image card banner cover prospectus post picture badge ' +
      'plakat einladung flugblatt karte cartel folleto invitacion tarjeta locandina manifesto volantino ' +
      'invito cartaz panfleto convite plakatas',
  ),
);

/** Small words between the request and its subject, without accents. */
export const connectives: ReadonlySet<string> = new Set(
  words(
    'pour de du des d for of about with avec sur on a un une le la les l mon ma mes notre an the my our ' +
      'fur von vom zum zur mit der die das den dem ein eine einen para el los las una del con per il lo gli di della do da o os e y und',
  ),
);
